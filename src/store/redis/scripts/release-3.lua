-- Gives a mark back; only to be called by the holder of its last lease (protocol 1.1, 1.6, 9).
--
-- KEYS[1] marks
-- KEYS[2] queue
-- KEYS[3] attempt: the answer of an attempt
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] subject
-- ARGV[3] fence of the lease
-- ARGV[4] wanted, as it stood at the claim
-- ARGV[5] done | retry | failed | rest
-- ARGV[6] for retry and failed: due again at, in ms
-- ARGV[7] for rest: the reason
-- ARGV[8] how long attempts are kept, in ms
--
-- Returns `lost`, or `released <due in ms>`, -1 where nothing is left to do.

local MARKS, QUEUE, ATTEMPT = KEYS[1], KEYS[2], KEYS[3]
-- include: clock
-- include: remembered
-- include: marks

local first = redis.call('GET', ATTEMPT)
if first then return first end

local subject, how = ARGV[2], ARGV[5]
local m = readMark(subject)
if not isHeld(m, ARGV[3]) then return 'lost' end

local function released(due) return remember(string.format('released %d', due), ARGV[8]) end

local now, wantedMore = clock(), m.wanted ~= tonumber(ARGV[4])
local dueAt = dueTime(tonumber(ARGV[6]), now)
if how == 'done' and not wantedMore then
  redis.call('HDEL', MARKS, subject)
  redis.call('ZREM', QUEUE, subject)
  return released(-1)
end
if how == 'rest' and not wantedMore then
  m.state, m.notBefore, m.reason = 'r', 0, ARGV[7]
  writeMark(subject, m)
  place(subject, REST, now)
  return released(-1)
end

if how == 'failed' then
  m.attempts, m.notBefore, m.due = m.attempts + 1, dueAt, dueAt
elseif how == 'retry' then
  m.notBefore, m.due = 0, math.min(dueAt, m.again)
else
  m.notBefore, m.due = 0, m.again
end
if how == 'done' then
  m.attempts, m.rank = 0, m.againRank
else
  m.rank = math.min(m.rank, m.againRank)
end
m.state, m.again, m.againRank = 'w', NEVER, LOWEST_RANK
putInLine(subject, m)
return released(m.due)
