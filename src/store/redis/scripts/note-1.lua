-- Adds entries to a book, as many as it takes. Sent twice it adds nothing more.
--
-- KEYS[1] book
--
-- ARGV[1] how many entries it takes
-- ARGV[2] and on: entries
--
-- Returns how many entries it holds.

for at = 2, #ARGV do
  if redis.call('SCARD', KEYS[1]) >= tonumber(ARGV[1]) then break end
  redis.call('SADD', KEYS[1], ARGV[at])
end
return redis.call('SCARD', KEYS[1])
