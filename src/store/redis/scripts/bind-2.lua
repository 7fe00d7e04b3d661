-- Writes what a destination last showed, for the holder of its last lease only, until it is given back (protocol 1.3).
--
-- KEYS[1] marks
-- KEYS[2] bindings: `<fence> <value>` by place
--
-- ARGV[1] subject
-- ARGV[2] place: the binding's field
-- ARGV[3] fence of the lease
-- ARGV[4] value
--
-- Returns `saved` or `fenced`.

local MARKS, QUEUE = KEYS[1], nil
-- include: marks

local m = readMark(ARGV[1])
if not isHeld(m, ARGV[3]) then return 'fenced' end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3] .. ' ' .. ARGV[4])
return 'saved'
