-- The life of a mark (protocol 1). Wants the locals MARKS and QUEUE, the keys of the shard's two structures.
--
-- MARKS holds each mark as text, by subject; QUEUE holds its place, so that it is always in exactly one:
-- score = band * 2^42 + time. Lane L has the bands 5L + rank (waiting, time = due) and 5L + 4 (leased, time = end of
-- the lease); band 100 holds dead letters, so that there is room for more lanes. States: w waits, h is held under a lease, x waits again because its lease
-- ran out, r rests as a dead letter.
local BAND, LEASED, REST = 4398046511104, 4, 100
local NEVER = BAND - 1
local LOWEST_RANK = 3

local function readMark(subject)
  local text = redis.call('HGET', MARKS, subject)
  if not text then return nil end
  local m, n = {}, tonumber
  local state, wanted, attempts, fence, lane, rank, due, again, againRank, notBefore, reason =
    string.match(text, '^(%l) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (.*)$')
  m.state, m.wanted, m.attempts, m.fence, m.lane, m.rank = state, n(wanted), n(attempts), n(fence), n(lane), n(rank)
  m.due, m.again, m.againRank, m.notBefore, m.reason = n(due), n(again), n(againRank), n(notBefore), reason
  return m
end

local function writeMark(subject, m)
  redis.call('HSET', MARKS, subject, string.format('%s %d %d %d %d %d %d %d %d %d %s', m.state, m.wanted, m.attempts,
    m.fence, m.lane, m.rank, m.due, m.again, m.againRank, m.notBefore, m.reason))
end

-- Whether a mark is still under the lease with that fence: not given back, and nobody's after it. One that ran out counts.
local function isHeld(m, fence)
  return m and m.fence == tonumber(fence) and (m.state == 'h' or m.state == 'x')
end

local function place(subject, band, time)
  redis.call('ZADD', QUEUE, band * BAND + math.min(time, NEVER), subject)
end

local function putInLine(subject, m)
  writeMark(subject, m)
  place(subject, m.lane * 5 + m.rank, m.due)
end

-- Due times begin at 1: 0 is "now" on every clock.
local function dueTime(asked, now)
  if asked == 0 then return now end
  return math.min(asked, NEVER)
end

-- A commit asks for a subject. What it asks during a lease is kept apart: the sync under way may not have seen it.
local function want(subject, lane, rank, asked, now)
  local due = dueTime(asked, now)
  local m = readMark(subject)
  if not m then
    m = { state = 'w', wanted = 0, attempts = 0, fence = 0, lane = lane, rank = rank, due = due, again = NEVER,
      againRank = LOWEST_RANK, notBefore = 0, reason = '' }
  elseif m.state == 'r' then
    m.state, m.reason, m.lane = 'w', '', lane
    m.rank, m.due = math.min(m.rank, rank), due
  else
    if m.state == 'h' or m.state == 'x' then
      m.again, m.againRank = math.min(m.again, due), math.min(m.againRank, rank)
    end
    if m.state ~= 'h' then
      m.lane, m.rank, m.due = lane, math.min(m.rank, rank), math.max(m.notBefore, math.min(m.due, due))
    end
  end
  m.wanted = m.wanted + 1
  if m.state == 'h' then writeMark(subject, m) else putInLine(subject, m) end
end

-- Takes `count` requests of four arguments each (subject, lane, rank, due), from ARGV[from] on.
local function wantAll(from, count, now)
  for i = from, from + 4 * count - 1, 4 do
    want(ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3]), now)
  end
end
