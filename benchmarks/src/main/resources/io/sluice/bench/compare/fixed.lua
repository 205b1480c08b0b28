-- A count that begins with a start and is forgotten a window later.
local function open(now, limit, window)
    return tonumber(redis.call('GET', 'starts') or 0) < limit
end
local function charge(now, limit, window, id)
    if redis.call('INCR', 'starts') == 1 then
        redis.call('PEXPIRE', 'starts', math.floor(window / 1000))
    end
end
