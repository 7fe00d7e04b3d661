-- Shuts a gate until a time; never opens one earlier (protocol 8.1).
--
-- KEYS[1] gate
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] until, in ms
-- ARGV[3] how long an idle gate is kept, in ms
--
-- Returns `shut`.

-- include: clock

local now = clock()
local shut = math.max(tonumber(redis.call('HGET', KEYS[1], 'shut') or 0), tonumber(ARGV[2]))
local keptMs = math.ceil(math.max(shut - now, 0) + ARGV[3])
redis.call('HSET', KEYS[1], 'shut', shut)
if redis.call('PTTL', KEYS[1]) < keptMs then redis.call('PEXPIRE', KEYS[1], keptMs) end
return 'shut'
