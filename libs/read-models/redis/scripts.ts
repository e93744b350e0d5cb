/**
 * What runs inside Redis, atomically. No arithmetic: its numbers are doubles; revisions are compared, nothing more.
 * ioredis sends a command again when the answer was lost, so each of these does no harm when it runs twice.
 */
import { buildScripts } from './build-scripts.js';
import { CHECKPOINT, SUMMARY } from './register.js';

/** So many arguments of a command Lua can pass at once. */
export const MOST_ARGUMENTS = 1_000;

/**
 * Writes what the aggregates of some shards became, and each shard's checkpoint.
 * KEYS: of one shard after the other, its register and whatever it names by number. ARGV: for each shard: the number of keys
 * before its own, position that the caller knows to be applied, position after this, number of aggregates, their streams; then for each of
 * them: its entry in the register after this, its rows, stream revision before and after, fields that its rows have before, fields that are
 * set and their texts, counted together, and these, number of other writes; for each of those: command, key, number of arguments, arguments.
 * Answers for each shard nil where its register is lost or was set back; otherwise for each aggregate 1 applied, 0 was
 * applied already, −1 applied in part by another projector, −2 rows, or events before these, are missing. The checkpoint
 * moves if none is negative. Whoever waits for the shard has notice on the channel that is named as its register.
 */
const apply = `
local function entriesOf(register, first, count)
  local entries = {}
  for nth = 0, count - 1, ${MOST_ARGUMENTS} do
    local last = math.min(nth + ${MOST_ARGUMENTS}, count) - 1
    local some = redis.call('HMGET', register, unpack(ARGV, first + nth, first + last))
    for at = 1, last - nth + 1 do entries[nth + at] = some[at] end
  end
  return entries
end
local function set(register, pairs)
  for first = 1, #pairs, ${MOST_ARGUMENTS} do
    redis.call('HSET', register, unpack(pairs, first, math.min(first + ${MOST_ARGUMENTS} - 1, #pairs)))
  end
end
local shards, i = {}, 1
while i <= #ARGV do
  local before, known, after, aggregates = tonumber(ARGV[i]), ARGV[i+1], ARGV[i+2], tonumber(ARGV[i+3])
  local register, streams = KEYS[before + 1], i + 4
  local stored = redis.call('HGET', register, '${CHECKPOINT}')
  local isThere = stored and stored >= known
  local entries = isThere and entriesOf(register, streams, aggregates) or {}
  local results, complete, moved = {}, true, {}
  i = streams + aggregates
  for nth = 1, aggregates do
    local rows, from, to, last = KEYS[before + tonumber(ARGV[i+1])], tonumber(ARGV[i+2]), tonumber(ARGV[i+3]), i + 5 + tonumber(ARGV[i+5])
    local at = entries[nth]
    local reached = at and tonumber(string.match(at, '^%d+')) or -1
    local fits = isThere and reached == from and to > from and redis.call('HLEN', rows) == tonumber(ARGV[i+4])
    if fits then
      redis.call('HSET', rows, unpack(ARGV, i + 6, last))
      moved[#moved + 1] = ARGV[streams + nth - 1]
      moved[#moved + 1] = ARGV[i]
      results[nth] = 1
    elseif reached >= to then results[nth] = 0
    elseif reached > from then results[nth], complete = -1, false
    else results[nth], complete = -2, false end
    local writes = tonumber(ARGV[last + 1])
    i = last + 2
    for _ = 1, writes do
      last = i + 2 + tonumber(ARGV[i+2])
      if fits then redis.call(ARGV[i], KEYS[before + tonumber(ARGV[i+1])], unpack(ARGV, i + 3, last)) end
      i = last + 1
    end
  end
  if isThere then
    set(register, moved)
    if complete and stored < after then redis.call('HSET', register, '${CHECKPOINT}', after) end
    redis.call('PUBLISH', register, after)
  end
  shards[#shards + 1] = isThere and results
end
return shards
`;

/**
 * Writes an aggregate anew, as it is at a stream revision.
 * KEYS: register, then whatever the writes name. ARGV: stream, its revision, entry in the register, then writes as
 * those of `apply`. Answers nil where the build is lost, 0 where the aggregate is further by now, otherwise 1.
 */
const restore = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local at = redis.call('HGET', KEYS[1], ARGV[1])
if at and tonumber(string.match(at, '^%d+')) > tonumber(ARGV[2]) then return 0 end
local i = 4
while i <= #ARGV do
  local last = i + 2 + tonumber(ARGV[i+2])
  redis.call(ARGV[i], KEYS[tonumber(ARGV[i+1])], unpack(ARGV, i + 3, last))
  i = last + 1
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`;

/** Writes a list anew. KEYS: register, list. ARGV: what is in it. Answers nil where the build is lost. */
const rewrite = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
redis.call('DEL', KEYS[2])
for i = 1, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
return 1
`;

/**
 * Stores lists packed (packed-lists.ts). KEYS: register, lists. ARGV: of each list, how many lines were packed, and the packed text. One
 * that has another number of lines, or is packed already, is left as it is. Answers nil where the build is lost.
 */
const pack = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
for i = 2, #KEYS do
  if redis.call('LLEN', KEYS[i]) == tonumber(ARGV[2 * i - 3]) then
    redis.call('DEL', KEYS[i])
    redis.call('RPUSH', KEYS[i], ARGV[2 * i - 2])
  end
end
return 1
`;

/**
 * Copies lists into another build. KEYS: its register, then each list and its copy. Answers nil where that build is lost,
 * otherwise of each copy how long it is, and what it begins with.
 */
const copy = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local copies = {}
for i = 2, #KEYS, 2 do
  redis.call('COPY', KEYS[i], KEYS[i + 1], 'REPLACE')
  local first = redis.call('LINDEX', KEYS[i + 1], 0)
  copies[#copies + 1] = redis.call('LLEN', KEYS[i + 1])
  copies[#copies + 1] = first and string.match(first, '^%d+ ') or ''
end
return copies
`;

/**
 * Puts rows where the register says that they stand in an index.
 * KEYS: register, index. ARGV: for each row: its stream, the stream's entry as it was seen, score, member. What
 * changed since then is left alone.
 */
const place = `
for i = 1, #ARGV, 4 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i+1] then redis.call('ZADD', KEYS[2], ARGV[i+2], ARGV[i+3]) end
end
`;

/**
 * Reads at one moment. KEYS: register, then whatever is read. ARGV: for each read: command, key by number, number of
 * arguments, arguments. Answers nil where the build is lost.
 */
const read = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local results, i = {}, 1
while i <= #ARGV do
  local last = i + 2 + tonumber(ARGV[i+2])
  results[#results + 1] = redis.call(ARGV[i], KEYS[tonumber(ARGV[i+1])], unpack(ARGV, i + 3, last))
  i = last + 1
end
return results
`;

/**
 * Reads an aggregate's rows at one moment: what `lookup` asks for, with fewer words, for every read does it. KEYS: register,
 * rows. ARGV: stream, then fields; no field is every one. Answers nil where the build is lost.
 */
const look = `
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if not entry and redis.call('EXISTS', KEYS[1]) == 0 then return false end
local fields, rows = redis.call('HLEN', KEYS[2])
if #ARGV == 1 then rows = redis.call('HGETALL', KEYS[2])
else rows = redis.call('HMGET', KEYS[2], unpack(ARGV, 2)) end
return { entry, fields, rows }
`;

/**
 * What aggregates' rows say of themselves, without the rows. KEYS: of each its register and its rows. ARGV: their streams.
 * Answers nil for one whose rows are not there, or not all of them.
 */
const shown = `
local texts = {}
for i = 1, #ARGV do
  local rows = KEYS[2 * i]
  local entry, text = redis.call('HGET', KEYS[2 * i - 1], ARGV[i]), redis.call('HGET', rows, '${SUMMARY}')
  local isWhole = false
  if entry and text then
    local reached, fields = string.match(text, '^(%d+) %d+ (%d+)$')
    isWhole = string.match(entry, '^%d+') == reached and redis.call('HLEN', rows) == tonumber(fields)
  end
  texts[i] = isWhole and text
end
return texts
`;

/** Takes a member out of an index unless its score changed. KEYS: index. ARGV: member, score. */
const settle = `
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if score and tonumber(score) == tonumber(ARGV[2]) then redis.call('ZREM', KEYS[1], ARGV[1]) end
`;

export const scripts = {
  apply,
  restore,
  rewrite,
  pack,
  copy,
  place,
  read,
  look,
  shown,
  settle,
  ...buildScripts,
};
export type ScriptName = keyof typeof scripts;
