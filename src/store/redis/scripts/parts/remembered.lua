-- Wants the local ATTEMPT, a key. A script that a reconnect sends again gives its first answer and does nothing.
local function remember(answer, lifetimeMs)
  redis.call('SET', ATTEMPT, answer, 'PX', lifetimeMs)
  return answer
end
