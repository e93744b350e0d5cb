/** The Lua scripts that move builds: which of them is made, serves and leaves, and how far it has come. */

/**
 * Registers a build that is about to begin, unless another one of these versions is being built already.
 * KEYS: builds. ARGV: versions, new build, lost build ('' if none), what it is of if of one read model ('' if not).
 * Answers the build to be built.
 */
const begin = `
local field = 'building:' .. ARGV[1]
local building = redis.call('HGET', KEYS[1], field)
if building and building ~= ARGV[3] then return building end
redis.call('HSET', KEYS[1], field, ARGV[2])
if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'of-one:' .. ARGV[2], ARGV[4]) end
return ARGV[2]
`;

/** Lets a finished build serve reads; the one before is to be removed. KEYS: builds. ARGV: versions, build. */
const promote = `
local field = 'building:' .. ARGV[1]
if redis.call('HGET', KEYS[1], field) ~= ARGV[2] then return 0 end
local before = redis.call('HGET', KEYS[1], 'serving')
redis.call('HDEL', KEYS[1], field, 'of-one:' .. ARGV[2])
redis.call('HSET', KEYS[1], 'serving', ARGV[2])
if before and before ~= ARGV[2] then redis.call('HSET', KEYS[1], 'retired:' .. before, '1') end
return 1
`;

/** Says which log a build is of, where nothing is said yet. KEYS: builds. ARGV: field, log. */
const bind = `redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])`;

/** Takes a build out of use. KEYS: builds. ARGV: versions, build. */
const disown = `
for _, field in ipairs({'serving', 'building:' .. ARGV[1]}) do
  if redis.call('HGET', KEYS[1], field) == ARGV[2] then redis.call('HDEL', KEYS[1], field) end
end
redis.call('HSET', KEYS[1], 'retired:' .. ARGV[2], '1')
`;

/** Moves the reach of a build forwards, where it exists. KEYS: reach. ARGV: position. */
const extend = `
local stored = redis.call('GET', KEYS[1])
if stored and stored < ARGV[1] then redis.call('SET', KEYS[1], ARGV[1]) end
`;

export const buildScripts = { begin, promote, bind, disown, extend };
