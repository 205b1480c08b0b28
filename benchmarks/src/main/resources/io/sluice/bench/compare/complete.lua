-- A task is done, if it is still its owner's. ARGV: id, owner.
if redis.call('HGET', 'task:' .. ARGV[1], 'owner') ~= ARGV[2] then
    return 0
end
redis.call('DEL', 'task:' .. ARGV[1])
return redis.call('ZREM', 'leases', ARGV[1])
