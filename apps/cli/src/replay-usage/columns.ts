/** Which column of a file says what. */

const FIELDS = ['timestamp', 'input', 'output', 'cached', 'cacheWrite', 'reasoning', 'model', 'account', 'id'] as const;
export type Field = (typeof FIELDS)[number];
type Needed = 'timestamp' | 'input' | 'output';

/**
 * Names of columns; of an object's members, with dots between them. Where the file names no model or account, the replay
 * deals the rows out. `id` is what a usage is known by: rows with the same are the same, logged again.
 */
export type Columns = Readonly<Record<Needed, string>> & { readonly [F in Exclude<Field, Needed>]?: string };

/** Names under which usage logs are known to call these. An id is looked for nowhere: not every `id` is a usage's own. */
const KNOWN: Readonly<Record<Field, readonly string[]>> = {
  timestamp: ['TIMESTAMP', 'timestamp', 'time', 'created_at', 'ts'],
  input: ['ContextTokens', 'input_tokens', 'inputTokens', 'prompt_tokens', 'input'],
  output: ['GeneratedTokens', 'output_tokens', 'outputTokens', 'completion_tokens', 'output'],
  // Counted beside the input and the output. What a log calls `cached_tokens` or `reasoning_tokens` is mostly a part of them.
  cached: ['cache_read_input_tokens', 'cachedInputTokens'],
  cacheWrite: ['cache_creation_input_tokens', 'cacheWriteTokens'],
  reasoning: ['reasoningTokens'],
  model: ['model', 'model_id'],
  account: ['account', 'accountId', 'account_id'],
  id: [],
};

/** `timestamp=TIMESTAMP,input=ContextTokens,output=GeneratedTokens`; fields that are left out are looked for. */
export function parseColumns(text: string): Partial<Record<Field, string>> {
  const given: Partial<Record<Field, string>> = {};
  for (const pair of text.split(',').filter((each) => each.trim() !== '')) {
    const at = pair.indexOf('=');
    const field = FIELDS.find((name) => name === pair.slice(0, at).trim());
    const column = pair.slice(at + 1).trim();
    if (at < 0 || !field || column === '') {
      throw new RangeError(`--columns: ${JSON.stringify(pair)} is not field=column; fields are ${FIELDS.join(', ')}`);
    }
    given[field] = column;
  }
  return given;
}

/**
 * The columns of a file with these headings, or whose first object has these members: those that were given, and the
 * known names for the rest.
 */
export function chooseColumns(given: Partial<Record<Field, string>>, headings: readonly string[]): Columns {
  const chosen: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const column = given[field] ?? KNOWN[field].find((name) => headings.includes(name));
    if (column !== undefined && !headings.includes(column)) {
      throw new RangeError(`There is no column ${column}; there are ${listed(headings)}`);
    }
    if (column !== undefined) chosen[field] = column;
  }
  const { timestamp, input, output, ...rest } = chosen;
  if (timestamp === undefined || input === undefined || output === undefined) {
    const missing = (['timestamp', 'input', 'output'] as const).filter((field) => chosen[field] === undefined);
    throw new RangeError(
      `Say which column is ${missing.join(', ')} (--columns ${missing[0]}=…); the file has ${listed(headings)}`,
    );
  }
  return { timestamp, input, output, ...rest };
}

const MOST_LISTED = 40;

/** Objects may hold lists, and lists thousands of things. */
const listed = (headings: readonly string[]): string =>
  headings.slice(0, MOST_LISTED).join(', ') +
  (headings.length > MOST_LISTED ? ` and ${headings.length - MOST_LISTED} more` : '');
