-- The store's clock in ms: ARGV[1], or the server's own TIME where that is empty (protocol 1.6).
local function clock()
  if ARGV[1] ~= '' then return tonumber(ARGV[1]) end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
