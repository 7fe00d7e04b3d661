-- Takes due marks of a lane under a lease, by rank, then due time (protocol 1.4, 8.2).
--
-- KEYS[1] marks; field # counts fences
-- KEYS[2] queue
-- KEYS[3] attempt: the answer of an attempt
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] lane, its place in the list of lanes
-- ARGV[3] how many at most
-- ARGV[4] how long the lease holds, in ms
-- ARGV[5] how long attempts are kept, in ms
-- ARGV[6] how much later a mark of a later release is looked at again, in ms
-- ARGV[7] and on: patterns of the subjects that this release knows
--
-- Returns a JSON array: now in ms, when the lane needs another look (-1: nothing waits or is leased), then of each mark
-- subject, rank, due, wanted, attempts, fence, and 1 where the lease before ran out, else 0.

local MARKS, QUEUE, ATTEMPT = KEYS[1], KEYS[2], KEYS[3]
-- include: clock
-- include: remembered
-- include: marks
-- include: lines

local first = redis.call('GET', ATTEMPT)
if first then return first end

local function isKnown(subject)
  for i = 7, #ARGV do
    if string.match(subject, ARGV[i]) then return true end
  end
  return false
end

local now, lane, left, leaseMs = clock(), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
returnExpired(lane, now)
local answer = { now, -1 }

local function lease(subject)
  local m = placedMark(subject)
  if not m then return end
  local tookOver = m.state == 'x' and 1 or 0
  m.state, m.again, m.againRank = 'h', NEVER, LOWEST_RANK
  m.fence = redis.call('HINCRBY', MARKS, '#', 1)
  writeMark(subject, m)
  place(subject, lane * 5 + LEASED, now + leaseMs)
  for _, value in ipairs({ subject, m.rank, m.due, m.wanted, m.attempts, m.fence, tookOver }) do
    answer[#answer + 1] = value
  end
  left = left - 1
end

for rank = 0, LOWEST_RANK do
  local passedOver
  repeat
    local due = left > 0 and inBand(lane * 5 + rank, now, left) or {}
    passedOver = false
    for i = 1, #due, 2 do
      if isKnown(due[i]) then
        lease(due[i])
      else
        -- Only its place moves, so that it does not stand before those that can be worked (protocol 10.3).
        place(due[i], lane * 5 + rank, now + ARGV[6])
        passedOver = true
      end
    end
  until not passedOver
end
answer[2] = earliest(lane, 0, LEASED)
local text = cjson.encode(answer)
return #answer > 2 and remember(text, ARGV[5]) or text
