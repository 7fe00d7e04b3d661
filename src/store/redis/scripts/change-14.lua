-- Commits all that changes for one group, or nothing (protocol 4.1, 4.4, 4.6).
--
-- KEYS[1]  group: version, time of the last commit, record
-- KEYS[2]  attempt: the answer of an attempt
-- KEYS[3]  senders: digests of sender ids
-- KEYS[4]  marks
-- KEYS[5]  queue
-- KEYS[6]  incident: header and record
-- KEYS[7]  alerts: rows by fingerprint, each `tag LF record`
-- KEYS[8]  order: fingerprints in the order in which people read them
-- KEYS[9]  repeats: times received beyond the first, by fingerprint
-- KEYS[10] journal
-- KEYS[11] open: the list of open incidents
-- KEYS[12] ended: the list of ended ones
-- KEYS[13] numbers: uid by number; field # counts k
-- KEYS[14] quiet: groups without an incident, by the time of their last commit
--
-- ARGV[1]  now in ms, or empty for the server's
-- ARGV[2]  how long attempts are kept, in ms
-- ARGV[3]  how long sender ids are kept, in ms
-- ARGV[4]  shard, 0 to 63
-- ARGV[5]  version decided on, 0 for a group that must not be there
-- ARGV[6]  record of the group
-- ARGV[7]  uid of the incident
-- ARGV[8]  record of the incident, empty when only the group changes
-- ARGV[9]  opens | continues
-- ARGV[10] open | ended
-- ARGV[11] updatedAt in ms
-- ARGV[12] times received
-- ARGV[13] received last at, in ms
-- ARGV[14] number of journal entries
-- ARGV[15] number of alert rows
-- ARGV[16] number of sender ids
-- ARGV[17] number of marks
-- ARGV[18] id of the group
-- ARGV[19] and on: entries; rows (fingerprint, row); orders (order, fingerprint); sender ids; marks (subject, lane, rank, due)
--
-- Returns `conflict` or `committed <number> <received>`.

local ATTEMPT, MARKS, QUEUE = KEYS[2], KEYS[4], KEYS[5]
-- How many arguments one command takes at once; Lua's stack holds less than 8,000.
local PIECE = 1000
-- include: clock
-- include: remembered
-- include: senders
-- include: marks
-- include: header

local first = redis.call('GET', ATTEMPT)
if first then return first end

local now = clock()
if (string.match(redis.call('GETRANGE', KEYS[1], 0, 15), '^%d+') or '0') ~= ARGV[5] then return 'conflict' end

local record, updatedAt = ARGV[8], tonumber(ARGV[11])
local number, received, lastReceivedAt, listedAt = 0, 0, 0, nil
if record ~= '' then
  if ARGV[9] == 'opens' then
    number = 64 * redis.call('HINCRBY', KEYS[13], '#', 1) + tonumber(ARGV[4])
    redis.call('HSET', KEYS[13], number, ARGV[7])
  else
    number, received, lastReceivedAt, listedAt = readHeader(KEYS[6])
    if not number then return 'conflict' end
  end
  received = received + tonumber(ARGV[12])
  lastReceivedAt = math.max(lastReceivedAt, tonumber(ARGV[13]))
  redis.call('SET', KEYS[6], header(number, received, lastReceivedAt, updatedAt) .. record)

  if listedAt then
    redis.call('ZREM', KEYS[11], listed(listedAt, number))
    redis.call('ZREM', KEYS[12], listed(listedAt, number))
  end
  redis.call('ZADD', ARGV[10] == 'open' and KEYS[11] or KEYS[12], 0, listed(updatedAt, number))
end
redis.call('SET', KEYS[1], string.format('%d %d %s', ARGV[5] + 1, now, ARGV[6]))
if record == '' then redis.call('ZADD', KEYS[14], now, ARGV[18]) end

local at = 19
for i = at, at + ARGV[14] - 1 do redis.call('RPUSH', KEYS[10], ARGV[i]) end
at = at + ARGV[14]
local rowsEnd = at + 2 * ARGV[15]
if ARGV[9] ~= 'opens' then
  for i = at, rowsEnd - 1, 2 do
    if redis.call('HEXISTS', KEYS[7], ARGV[i]) == 1 then redis.call('HINCRBY', KEYS[9], ARGV[i], 1) end
  end
end
for i = at, rowsEnd - 1, PIECE do redis.call('HSET', KEYS[7], unpack(ARGV, i, math.min(i + PIECE, rowsEnd) - 1)) end
at = rowsEnd + 2 * ARGV[15]
for i = rowsEnd, at - 1, PIECE do redis.call('ZADD', KEYS[8], unpack(ARGV, i, math.min(i + PIECE, at) - 1)) end
keepSenders(KEYS[3], at, tonumber(ARGV[16]), now, tonumber(ARGV[3]))
wantAll(at + ARGV[16], tonumber(ARGV[17]), now)

return remember(string.format('committed %d %d', number, received), ARGV[2])
