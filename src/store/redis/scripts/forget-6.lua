-- Removes a group without an incident that nothing was committed for since a time, with all that is its own (protocol 8.4).
--
-- KEYS[1] quiet: groups without an incident, by the time of their last commit
-- KEYS[2] group: version, time of the last commit, record
-- KEYS[3] incident: the newest that its record names
-- KEYS[4] pages
-- KEYS[5] marks
-- KEYS[6] queue
--
-- ARGV[1] id of the group
-- ARGV[2] version that was looked up, empty when there was no group
-- ARGV[3] since when nothing was committed, in ms
-- ARGV[4] and on: subjects of marks that go with it
--
-- Returns 1 when it was removed, else 0.

local version, touchedAt = string.match(redis.call('GETRANGE', KEYS[2], 0, 31), '^(%d+) (%d+) ')
if (version or '') ~= ARGV[2] then return 0 end
if version and tonumber(touchedAt) >= tonumber(ARGV[3]) then
  redis.call('ZADD', KEYS[1], touchedAt, ARGV[1])
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
-- One that has an incident comes back to the list when that is purged.
if not version or redis.call('EXISTS', KEYS[3]) == 1 then return 0 end
redis.call('UNLINK', KEYS[2], KEYS[4])
for i = 4, #ARGV do
  redis.call('HDEL', KEYS[5], ARGV[i])
  redis.call('ZREM', KEYS[6], ARGV[i])
end
return 1
