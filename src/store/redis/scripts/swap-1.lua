-- Sets a named value where it is what the caller read. Sent twice it answers the same.
--
-- KEYS[1] kept: the value
--
-- ARGV[1] the value as it shall be
-- ARGV[2] `absent`, or `is` where it must be what follows
-- ARGV[3] what it must be now
--
-- Returns 1 when the value is as it shall be now, else 0.

local found = redis.call('GET', KEYS[1]) or nil
if found == ARGV[1] then return 1 end
local wanted = ARGV[2] == 'is' and ARGV[3] or nil
if found ~= wanted then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
return 1
