-- An incident is one string: four numbers of fixed width, so that a repeat rewrites them in place, then the record as it
-- came (its bytes are never touched: the journal's hash chain and later releases rely on them).
local HEADER_BYTES = 54

local function header(number, received, lastReceivedAt, updatedAt)
  return string.format('%012d %012d %013d %013d ', number, received, lastReceivedAt, updatedAt)
end

-- The four numbers, or nil for an incident that is not there.
local function readHeader(key)
  local text = redis.call('GETRANGE', key, 0, HEADER_BYTES - 1)
  if text == '' then return nil end
  local number, received, lastReceivedAt, updatedAt = string.match(text, '^(%d+) (%d+) (%d+) (%d+) $')
  return tonumber(number), tonumber(received), tonumber(lastReceivedAt), tonumber(updatedAt)
end

-- The incident's place in the list: by time of the last change, then number.
local function listed(updatedAt, number)
  return string.format('%013d%012d', updatedAt, number)
end
