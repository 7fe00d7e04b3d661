-- What a claim on this shard would get, so that a claim over many shards takes from each what comes first in all.
--
-- KEYS[1] marks
-- KEYS[2] queue
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] lane, its place in the list of lanes
-- ARGV[3] how many at most
--
-- Returns now in ms, when the lane needs another look (-1: nothing waits or is leased), then rank and due time of each.

local MARKS, QUEUE = KEYS[1], KEYS[2]
-- include: clock
-- include: marks
-- include: lines

local now, lane, left = clock(), tonumber(ARGV[2]), tonumber(ARGV[3])
returnExpired(lane, now)
local seen = { now, earliest(lane, 0, LEASED) }
for rank = 0, LOWEST_RANK do
  local due = left > 0 and inBand(lane * 5 + rank, now, left) or {}
  for i = 2, #due, 2 do
    seen[#seen + 1] = rank
    seen[#seen + 1] = due[i]
    left = left - 1
  end
end
return seen
