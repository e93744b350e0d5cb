/** The hash that holds an account's rows: its revision, and every row as JSON. One look tells all as of one moment. */
import type { Place } from './keys.js';
import type { Operation } from './redis-store.js';

/** Field of the revisions that the rows reflect. No row's field is without a slash. */
const REVISION = 'revision';

export const fieldOf = (projection: string, key: string): string => `${projection}/${key}`;

/** Of the account's stream and of its entries. */
export type Revisions = { readonly streamRevision: number; readonly revision: number };

export const revisionFields = ({ streamRevision, revision }: Revisions): readonly [field: string, text: string] => [
  REVISION,
  `${streamRevision} ${revision}`,
];

function revisionsIn(text: string): Revisions {
  const [streamRevision, revision] = text.split(' ');
  return { streamRevision: Number(streamRevision), revision: Number(revision) };
}

/** Rows that are wanted, by the name of their projection. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string> | 'every row'>;

export function lookup({ keys, shard, accountId }: Place, wanted: Wanted): Operation {
  const key = keys.rows(shard, accountId);
  const isWhole = [...wanted.values()].includes('every row');
  return isWhole ? { command: 'HGETALL', key, args: [] } : { command: 'HMGET', key, args: fieldsOf(wanted) };
}

const fieldsOf = (wanted: Wanted): readonly string[] => [
  REVISION,
  ...[...wanted].flatMap(([projection, keys]) =>
    keys === 'every row' ? [] : [...keys].map((key) => fieldOf(projection, key)),
  ),
];

/** What is there of what was wanted; `revisions` is null where nothing of the account is. */
export type Found = {
  readonly revisions: Revisions | null;
  readonly rows: ReadonlyMap<string, Map<string, unknown>>;
};

/** The answer to `lookup`. */
export function found(wanted: Wanted, answer: unknown): Found {
  const texts = answer as readonly (string | null)[];
  const rows = new Map<string, Map<string, unknown>>([...wanted.keys()].map((projection) => [projection, new Map()]));
  let revisions: Revisions | null = null;
  const take = (field: string | null | undefined, text: string | null | undefined) => {
    if (typeof field !== 'string' || typeof text !== 'string') return;
    if (field === REVISION) revisions = revisionsIn(text);
    const slash = field.indexOf('/');
    const [projection, key] = [field.slice(0, slash), field.slice(slash + 1)];
    const keys = slash < 0 ? undefined : wanted.get(projection);
    if (keys === 'every row' || keys?.has(key)) rows.get(projection)?.set(key, JSON.parse(text));
  };
  if ([...wanted.values()].includes('every row')) {
    for (let at = 0; at < texts.length; at += 2) take(texts[at], texts[at + 1]);
  } else for (const [nth, field] of fieldsOf(wanted).entries()) take(field, texts[nth]);
  return { revisions, rows };
}
