-- Reads the first alert rows of an incident, in the order in which people read them.
--
-- KEYS[1] order: fingerprints
-- KEYS[2] alerts: rows by fingerprint
-- KEYS[3] repeats: times received beyond the first, by fingerprint
--
-- ARGV[1] how many at most
--
-- Returns of each: the row, times received beyond the first.

local rows = {}
for _, fingerprint in ipairs(redis.call('ZRANGE', KEYS[1], 0, ARGV[1] - 1)) do
  rows[#rows + 1] = redis.call('HGET', KEYS[2], fingerprint)
  rows[#rows + 1] = tonumber(redis.call('HGET', KEYS[3], fingerprint) or 0)
end
return rows
