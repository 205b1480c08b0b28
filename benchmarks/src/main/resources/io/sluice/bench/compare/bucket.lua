-- As many tokens as the limit, which come back evenly over a window.
local function tokens(now, limit, window)
    local left = tonumber(redis.call('HGET', 'bucket', 'tokens') or limit)
    local since = now - tonumber(redis.call('HGET', 'bucket', 'at') or now)
    return math.min(limit, left + since * limit / window)
end
local function open(now, limit, window)
    return tokens(now, limit, window) >= 1
end
local function charge(now, limit, window, id)
    redis.call('HSET', 'bucket', 'tokens', tokens(now, limit, window) - 1, 'at', string.format('%.0f', now))
end
