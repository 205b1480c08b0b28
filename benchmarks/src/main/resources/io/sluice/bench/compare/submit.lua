-- A task, if its id is new. ARGV: id, payload.
if redis.call('EXISTS', 'task:' .. ARGV[1]) == 1 then
    return 0
end
redis.call('HSET', 'task:' .. ARGV[1], 'state', 'queued', 'payload', ARGV[2])
redis.call('RPUSH', 'queued', ARGV[1])
return 1
