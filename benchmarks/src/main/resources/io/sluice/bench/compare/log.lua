-- Each start of the last window is written down.
local function open(now, limit, window)
    redis.call('ZREMRANGEBYSCORE', 'starts', '-inf', now - window)
    return redis.call('ZCARD', 'starts') < limit
end
local function charge(now, limit, window, id)
    redis.call('ZADD', 'starts', now, id)
end
