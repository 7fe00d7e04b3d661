-- Takes a slot of a gate, or says when to ask again (GCRA; protocol 8.1, 8.2). Sent twice it may cost one slot, never
-- open one.
--
-- KEYS[1] gate: tat (when the next slot would be exactly on time), shut (until), slot (how many were taken), waits (until
--         when a request of rank 0 or 1 is taken to wait)
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] ms between two slots
-- ARGV[3] slots at once
-- ARGV[4] rank, 0 to 3
-- ARGV[5] how long an idle gate is kept, in ms
--
-- Returns 0 when the slot is taken, else when to ask again, in ms.

-- include: clock

local now, intervalMs, burst, rank = clock(), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local state = redis.call('HMGET', KEYS[1], 'tat', 'shut', 'slot', 'waits')
local tat, shut = math.max(tonumber(state[1] or 0), now), tonumber(state[2] or 0)
local slot, waits = tonumber(state[3] or 0), tonumber(state[4] or 0)

local free, at = math.max(tat - (burst - 1) * intervalMs, shut), 0
if free > now then
  at = free
elseif rank > 1 and slot % 3 == 2 and now <= waits then
  at = now + intervalMs
end
at = math.ceil(at)

if at == 0 then
  tat, slot = tat + intervalMs, slot + 1
elseif rank <= 1 then
  waits = at + intervalMs
end
redis.call('HSET', KEYS[1], 'tat', tat, 'slot', slot, 'waits', waits)
redis.call('PEXPIRE', KEYS[1], math.ceil(math.max(tat, shut, waits) - now + ARGV[5]))
return at
