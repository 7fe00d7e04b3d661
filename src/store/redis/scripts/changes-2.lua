-- Reads the markers of a thing between two times, newest first.
--
-- KEYS[1] changes: ids by when they took effect
-- KEYS[2] told: records by id
--
-- ARGV[1] from, in ms
-- ARGV[2] to, in ms
-- ARGV[3] how many at most
--
-- Returns their records.

local records = {}
for _, id in ipairs(redis.call('ZREVRANGEBYSCORE', KEYS[1], ARGV[2], ARGV[1], 'LIMIT', 0, ARGV[3])) do
  records[#records + 1] = redis.call('HGET', KEYS[2], id) or nil
end
return records
