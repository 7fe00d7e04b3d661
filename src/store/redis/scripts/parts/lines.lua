-- Reading the lines of one lane. Wants MARKS, QUEUE and the part `marks`.

-- Members of a band up to a time, with their times: { subject, time, subject, time, ... }.
local function inBand(band, upTo, limit)
  local low = band * BAND
  local found = redis.call('ZRANGEBYSCORE', QUEUE, low, low + upTo, 'WITHSCORES', 'LIMIT', 0, limit)
  for i = 2, #found, 2 do found[i] = tonumber(found[i]) - low end
  return found
end

-- The mark of a place. A place without one (Redis evicts, somebody deleted) is given up, or the lane would stand still.
local function placedMark(subject)
  local m = readMark(subject)
  if not m then redis.call('ZREM', QUEUE, subject) end
  return m
end

-- Leases that ran out wait again, in the place that they had.
local function returnExpired(lane, now)
  local expired = inBand(lane * 5 + LEASED, now, 1000)
  for i = 1, #expired, 2 do
    local m = placedMark(expired[i])
    if m then
      m.state, m.rank = 'x', math.min(m.rank, m.againRank)
      putInLine(expired[i], m)
    end
  end
end

-- The earliest time in one of a lane's bands, -1 when there is none.
local function earliest(lane, firstSlot, lastSlot)
  local found = -1
  for slot = firstSlot, lastSlot do
    local head = inBand(lane * 5 + slot, NEVER, 1)
    if head[2] and (found < 0 or head[2] < found) then found = head[2] end
  end
  return found
end
