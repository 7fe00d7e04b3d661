-- Sets a named value for a while, in place of what was lent before.
--
-- KEYS[1] lent: `<until> <value>`
--
-- ARGV[1] now in ms, or empty for the server's
-- ARGV[2] value
-- ARGV[3] for how long, in ms
--
-- Returns `lent`.

-- include: clock

redis.call('SET', KEYS[1], string.format('%d %s', clock() + tonumber(ARGV[3]), ARGV[2]), 'PX', ARGV[3])
return 'lent'
