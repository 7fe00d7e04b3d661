-- Reads a value that is lent.
--
-- KEYS[1] lent: `<until> <value>`
--
-- ARGV[1] now in ms, or empty for the server's
--
-- Returns the value, nil when there is none or its time is over.

-- include: clock

local lent = redis.call('GET', KEYS[1])
if not lent then return nil end
local untilAt, value = string.match(lent, '^(%d+) (.*)$')
if tonumber(untilAt) <= clock() then return nil end
return value
