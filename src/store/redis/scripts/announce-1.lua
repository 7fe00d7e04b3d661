-- Says what a process runs, in place of what it said before. Sent twice it says the same.
--
-- KEYS[1] said: `<until> <what>` of each process
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] process
-- ARGV[3] what it says
-- ARGV[4] for how long, in ms
--
-- Returns what all say now, process and words in turn.

-- include: clock

local now = clock()
redis.call('HSET', KEYS[1], ARGV[2], string.format('%d %s', now + tonumber(ARGV[4]), ARGV[3]))

local said, last = {}, now
local all = redis.call('HGETALL', KEYS[1])
for at = 1, #all, 2 do
  local untilAt, what = string.match(all[at + 1], '^(%d+) (.*)$')
  if tonumber(untilAt) > now then
    said[#said + 1] = all[at]
    said[#said + 1] = what
    last = math.max(last, tonumber(untilAt))
  else
    redis.call('HDEL', KEYS[1], all[at])
  end
end
redis.call('PEXPIRE', KEYS[1], math.ceil(last - now + ARGV[4]))
return said
