-- Counts repeats of one incident's alerts when each means what is stored, else nothing (protocol 4.2).
--
-- KEYS[1] incident: header and record
-- KEYS[2] attempt: the answer of an attempt
-- KEYS[3] senders: digests of sender ids
-- KEYS[4] marks
-- KEYS[5] queue
-- KEYS[6] alerts: rows by fingerprint, each `tag LF record`
-- KEYS[7] repeats: times received beyond the first, by fingerprint
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] how long attempts are kept, in ms
-- ARGV[3] how long sender ids are kept, in ms
-- ARGV[4] received last at, in ms
-- ARGV[5] number of alerts
-- ARGV[6] number of sender ids
-- ARGV[7] number of marks
-- ARGV[8] and on: alerts (fingerprint, tag, times); sender ids; marks (subject, lane, rank, due)
--
-- Returns `conflict` or `committed <number> <received>`.

local ATTEMPT, MARKS, QUEUE = KEYS[2], KEYS[4], KEYS[5]
-- include: clock
-- include: remembered
-- include: senders
-- include: marks
-- include: header

local first = redis.call('GET', ATTEMPT)
if first then return first end

local now, count = clock(), tonumber(ARGV[5])
local number, received, lastReceivedAt, updatedAt = readHeader(KEYS[1])
if not number then return 'conflict' end

local at = 8
for i = at, at + 3 * count - 1, 3 do
  local row, tag = redis.call('HGET', KEYS[6], ARGV[i]), ARGV[i + 1] .. '\n'
  if not row or string.sub(row, 1, #tag) ~= tag then return 'conflict' end
end
for i = at, at + 3 * count - 1, 3 do
  redis.call('HINCRBY', KEYS[7], ARGV[i], ARGV[i + 2])
  received = received + ARGV[i + 2]
end
at = at + 3 * count
redis.call('SETRANGE', KEYS[1], 0, header(number, received, math.max(lastReceivedAt, tonumber(ARGV[4])), updatedAt))
keepSenders(KEYS[3], at, tonumber(ARGV[6]), now, tonumber(ARGV[3]))
wantAll(at + ARGV[6], tonumber(ARGV[7]), now)

return remember(string.format('committed %d %d', number, received), ARGV[2])
