-- Looks at all lanes of a shard.
--
-- KEYS[1] queue
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] number of lanes
--
-- Returns now in ms; then for each lane: when the first mark is due, when the first lease ends (-1: none), and how many
-- marks wait or are leased. Nothing after now for an empty queue.

local MARKS, QUEUE = nil, KEYS[1]
-- include: clock
-- include: marks
-- include: lines

local seen = { clock() }
if redis.call('EXISTS', QUEUE) == 0 then return seen end
for lane = 0, tonumber(ARGV[2]) - 1 do
  seen[#seen + 1] = earliest(lane, 0, LOWEST_RANK)
  seen[#seen + 1] = earliest(lane, LEASED, LEASED)
  seen[#seen + 1] = redis.call('ZCOUNT', QUEUE, lane * 5 * BAND, '(' .. string.format('%d', (lane + 1) * 5 * BAND))
end
return seen
