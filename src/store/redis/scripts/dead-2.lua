-- Lists dead letters, those that rest longest first.
--
-- KEYS[1] marks
-- KEYS[2] queue
--
-- ARGV[1] how many at most
--
-- Returns of each: since when it rests in ms, subject, lane, attempts, reason.

local MARKS, QUEUE = KEYS[1], KEYS[2]
-- include: marks
-- include: lines

local resting, letters = inBand(REST, NEVER, tonumber(ARGV[1])), {}
for i = 1, #resting, 2 do
  local m = placedMark(resting[i])
  for _, value in ipairs(m and { resting[i + 1], resting[i], m.lane, m.attempts, m.reason } or {}) do
    letters[#letters + 1] = value
  end
end
return letters
