-- Keeps a marker of what changed at a thing, unless its id is known there, and no more than the newest.
--
-- KEYS[1] changes: ids by when they took effect
-- KEYS[2] told: records by id
-- KEYS[3] things: things by their oldest marker
--
-- ARGV[1] thing
-- ARGV[2] how many are kept
-- ARGV[3] when it took effect, in ms
-- ARGV[4] id
-- ARGV[5] record
--
-- Returns 1 when it is new and kept, else 0.

if redis.call('HSETNX', KEYS[2], ARGV[4], ARGV[5]) == 0 then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])

local tooMany = redis.call('ZCARD', KEYS[1]) - ARGV[2]
if tooMany > 0 then
  for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, tooMany - 1)) do
    redis.call('ZREM', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
  end
end
redis.call('ZADD', KEYS[3], redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2], ARGV[1])
return redis.call('HEXISTS', KEYS[2], ARGV[4])
