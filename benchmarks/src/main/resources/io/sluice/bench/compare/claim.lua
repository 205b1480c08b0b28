-- The next task, if the limit is open: its id, its payload, and when it started. ARGV: starts, window in microseconds, owner.
local time = redis.call('TIME')
local now, limit, window = time[1] * 1000000 + time[2], tonumber(ARGV[1]), tonumber(ARGV[2])
if not open(now, limit, window) then
    return false
end
local id = redis.call('LPOP', 'queued')
if not id then
    return false
end
charge(now, limit, window, id)
redis.call('HSET', 'task:' .. id, 'state', 'running', 'owner', ARGV[3])
redis.call('ZADD', 'leases', now + 30000000, id)
return {id, redis.call('HGET', 'task:' .. id, 'payload'), string.format('%.0f', now)}
