/** Every `{name}` of a path is a parameter, with what ids of its kind look like. */
import type { Operation } from './operation.js';
import { CLIENT_ID } from '../http/requested.js';

/** Ids that clients choose. One that none can have is not there: 404. */
const CHOSEN = { type: 'string', pattern: CLIENT_ID.source, minLength: 1, maxLength: 128 } as const;
/** Of any text. */
const TEXT = { type: 'string', minLength: 1, maxLength: 128 } as const;
/** Ids out of answers. */
const GIVEN = { type: 'string', minLength: 1, maxLength: 128 } as const;

const SCHEMAS: Readonly<Record<string, typeof CHOSEN | typeof TEXT>> = {
  accountId: CHOSEN,
  code: CHOSEN,
  plan: CHOSEN,
  resourceId: TEXT,
};

export function describePathParameters(path: string, operation: Operation): void {
  const others = (operation.parameters ?? []).filter((each) => !('in' in each && each.in === 'path'));
  const own = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path' as const,
    required: true,
    schema: schemaOf(path, name),
  }));
  operation.parameters = [...own, ...others];
}

function schemaOf(path: string, name: string) {
  if (name === 'id') return path.startsWith('/v1/webhooks') ? CHOSEN : TEXT;
  return SCHEMAS[name] ?? GIVEN;
}
