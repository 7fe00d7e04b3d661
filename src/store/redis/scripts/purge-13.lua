-- Removes an ended incident with all that is its own, unless it changed since it was looked up (protocol 8.4).
--
-- KEYS[1]  ended: the list of ended incidents
-- KEYS[2]  incident
-- KEYS[3]  alerts
-- KEYS[4]  order
-- KEYS[5]  repeats
-- KEYS[6]  journal
-- KEYS[7]  bindings
-- KEYS[8]  numbers
-- KEYS[9]  marks
-- KEYS[10] queue
-- KEYS[11] group
-- KEYS[12] pages
-- KEYS[13] quiet: groups without an incident, by the time of their last commit
--
-- ARGV[1] its place in the list
-- ARGV[2] its number
-- ARGV[3] version of a group that goes with it, empty when the group stays
-- ARGV[4] id of the group
-- ARGV[5] and on: subjects of marks that go with it
--
-- Returns 1 when it was removed, else 0.

if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('UNLINK', KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7])
redis.call('HDEL', KEYS[8], ARGV[2])
local version, touchedAt = string.match(redis.call('GETRANGE', KEYS[11], 0, 31), '^(%d+) (%d+) ')
if version and version == ARGV[3] then
  redis.call('UNLINK', KEYS[11], KEYS[12])
  redis.call('ZREM', KEYS[13], ARGV[4])
elseif version then
  -- It may be without an incident now; a later purge looks.
  redis.call('ZADD', KEYS[13], touchedAt, ARGV[4])
end
for i = 5, #ARGV do
  redis.call('HDEL', KEYS[9], ARGV[i])
  redis.call('ZREM', KEYS[10], ARGV[i])
end
return 1
