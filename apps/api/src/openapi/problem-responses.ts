/** What each route may be refused with, by status: the codes of every route of its sort, and those of its own rules. */
import { type OpenAPIObject, getSchemaPath } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from '../errors/problems.js';
import type { Operation, PlacedOperation } from './operation.js';
import { REFUSALS_OF_ROUTES } from './generated/refusals.js';
import { ProblemAnswer } from './problem.js';
import { REFUSALS } from './routes.js';

/** Problems of a status that most routes share are described once. */
export function describeProblems(document: OpenAPIObject, operations: readonly PlacedOperation[]): void {
  const described = operations.map(({ method, operation }) => ({ operation, byStatus: problemsOf(method, operation) }));
  const shared = mostCommon(described.flatMap(({ byStatus }) => [...byStatus]));
  const components = (document.components ??= {});
  components.responses = Object.fromEntries(
    [...shared].map(([status, codes]) => [`Problem${status}`, responseOf(status, codes)]),
  );
  for (const { operation, byStatus } of described) {
    for (const [status, codes] of byStatus) {
      const isShared = String(codes) === String(shared.get(status));
      operation.responses[status] = isShared
        ? { $ref: `#/components/responses/Problem${status}` }
        : responseOf(status, codes);
    }
  }
}

type Codes = readonly ProblemCode[];

/** A read decides nothing: what a rule refuses within it is what it answers. */
const OF_READS = new Set([400, 401, 403, 404, 503]);

function problemsOf(
  method: string,
  operation: Operation & { [REFUSALS]?: readonly ProblemCode[] },
): ReadonlyMap<number, Codes> {
  const { [REFUSALS]: common = [] } = operation;
  delete operation[REFUSALS];
  const own = REFUSALS_OF_ROUTES[operation.operationId ?? ''] ?? [];
  const byStatus = new Map<number, Codes>();
  for (const code of [...new Set([...common, ...own])].toSorted()) {
    const { status } = PROBLEMS[code];
    if (method === 'get' && !OF_READS.has(status)) continue;
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

function mostCommon(all: readonly (readonly [number, Codes])[]): ReadonlyMap<number, Codes> {
  const counts = new Map<number, Map<string, { readonly codes: Codes; readonly count: number }>>();
  for (const [status, codes] of all) {
    const ofStatus = counts.get(status) ?? new Map<string, { readonly codes: Codes; readonly count: number }>();
    const count = (ofStatus.get(String(codes))?.count ?? 0) + 1;
    counts.set(status, ofStatus.set(String(codes), { codes, count }));
  }
  return new Map(
    [...counts].map(([status, lists]) => {
      const [first] = [...lists.values()].toSorted((a, b) => b.count - a.count);
      return [status, first?.codes ?? []];
    }),
  );
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'Invalid input; errors[] names what is wrong',
  401: 'No valid API key',
  402: 'Insufficient credits, or the account is suspended',
  403: 'The role may not do this',
  404: 'Unknown account, or unknown part of it',
  409: 'Not possible in this state',
  410: 'The account is closed',
  413: 'The body is too large: beyond 1 MiB, where nothing else is stated',
  415: 'The body is not application/json, or what else is stated',
  422: 'The idempotency key was used for another request',
  429: 'Too many commands wait for this account',
  503: 'Not decided, or outcome unknown: retry, commands with the same key',
};

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' as const, minimum: 0 } } };

const responseOf = (status: number, codes: Codes) => ({
  description: DESCRIPTIONS[status] ?? '',
  ...((status === 503 || status === 429) && { headers: RETRY_AFTER }),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: getSchemaPath(ProblemAnswer) },
          { type: 'object' as const, properties: { code: { type: 'string' as const, enum: [...codes] } } },
        ],
      },
    },
  },
});
