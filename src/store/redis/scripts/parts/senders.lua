-- Keeps `count` digests of sender ids from ARGV[from] on, beside the effect that they had (protocol 4.4).
local function keepSenders(key, from, count, now, lifetimeMs)
  if count == 0 then return end
  for i = from, from + count - 1 do redis.call('ZADD', key, now, ARGV[i]) end
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - lifetimeMs)
  redis.call('PEXPIRE', key, lifetimeMs)
end
