-- Sets marks outside of a commit, or those of a commit whose place is another slot (protocol 4.5).
--
-- KEYS[1] marks
-- KEYS[2] queue
-- KEYS[3] attempt: the answer of an attempt
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] how long attempts are kept, in ms
-- ARGV[3] number of marks
-- ARGV[4] and on: marks (subject, lane, rank, due)
--
-- Returns `marked`.

local MARKS, QUEUE, ATTEMPT = KEYS[1], KEYS[2], KEYS[3]
-- include: clock
-- include: remembered
-- include: marks

if redis.call('EXISTS', ATTEMPT) == 0 then wantAll(4, tonumber(ARGV[3]), clock()) end
return remember('marked', ARGV[2])
