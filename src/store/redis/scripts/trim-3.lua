-- Removes markers of a thing that took effect before a time.
--
-- KEYS[1] changes: ids by when they took effect
-- KEYS[2] told: records by id
-- KEYS[3] things: things by their oldest marker
--
-- ARGV[1] thing
-- ARGV[2] before, in ms
--
-- Returns how many were removed.

local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[2])
for _, id in ipairs(old) do
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
if oldest then redis.call('ZADD', KEYS[3], oldest, ARGV[1]) else redis.call('ZREM', KEYS[3], ARGV[1]) end
return #old
