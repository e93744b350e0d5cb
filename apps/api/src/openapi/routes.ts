/** One decorator a route: who may call it, what it answers with, and how the OpenAPI document describes it. */
import { HttpCode, type Type, applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiExtension,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Role, Roles } from '../auth/roles.js';
import { Configured } from '../http/route-config.js';
import { ProblemAnswer } from './problem.js';

type RouteOptions = {
  readonly summary: string;
  /** Beside `admin`. */
  readonly roles: readonly Role[];
  readonly answer: Type<object>;
};

type CommandOptions = RouteOptions & {
  readonly body: Type<object>;
  /** 201 for what creates something, 200 for what acts on something there. */
  readonly status?: 200 | 201;
  /** Beside those that every command may meet. */
  readonly refusals?: readonly number[];
};

type LinesOptions = RouteOptions & {
  readonly body: Type<object>;
  readonly bodyLimitBytes: number;
  /** As a line of its own (application/x-ndjson), and what it is answered with. */
  readonly line: Type<object>;
  readonly result: ResultSchema;
};
export type ResultSchema = { readonly oneOf: { readonly $ref: string }[] };

export const NDJSON = 'application/x-ndjson';
/** Nest knows of one body a route: what a line of the other one is stands here until the document is put together. */
export const LINE_SCHEMA = 'x-line';

const REFUSED: Readonly<Record<number, string>> = {
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
  503: 'Not decided, or outcome unknown: retry with the same key',
};
const EVERY_REQUEST = [401, 403];
const EVERY_COMMAND = [400, 413, 415, 422, 429, 503];
const ACCOUNT_COMMAND = [404, 409, 410];

export function CommandRoute({
  summary,
  roles,
  body,
  answer,
  status = 201,
  refusals = ACCOUNT_COMMAND,
}: CommandOptions) {
  return applyDecorators(
    Roles(...roles),
    HttpCode(status),
    ApiOperation({ summary, description: `Roles: ${[...roles, 'admin'].join(', ')}.` }),
    ApiBearerAuth(),
    ApiHeader({ name: 'Idempotency-Key', required: true, schema: { type: 'string', minLength: 1, maxLength: 255 } }),
    ApiHeader({ name: 'X-Actor', required: false, description: 'The person behind the key; kept in the event' }),
    ApiHeader({ name: 'X-Request-Id', required: false, description: 'Echoed' }),
    ApiBody({ type: body }),
    ApiResponse({ status, description: summary, type: answer, headers: { ...REQUEST_ID, ...REPLAYED } }),
    problems([...EVERY_REQUEST, ...EVERY_COMMAND, ...refusals]),
  );
}

/** Commands by the line: each with a key of its own, each answered by itself. */
export function LinesRoute({ summary, roles, body, line, answer, result, bodyLimitBytes }: LinesOptions) {
  return applyDecorators(
    Roles(...roles),
    Configured({ takesLines: true, bodyLimitBytes }),
    HttpCode(200),
    ApiOperation({ summary, description: `Roles: ${[...roles, 'admin'].join(', ')}.` }),
    ApiBearerAuth(),
    ApiHeader({ name: 'X-Actor', required: false, description: 'The person behind the key; kept in the events' }),
    ApiHeader({ name: 'X-Request-Id', required: false, description: 'Echoed' }),
    ApiExtraModels(line, answer),
    ApiBody({ type: body }),
    ApiExtension(LINE_SCHEMA, { $ref: getSchemaPath(line) }),
    ApiResponse({
      status: 200,
      description: 'The result of each line, in order',
      content: { 'application/json': { schema: { $ref: getSchemaPath(answer) } }, [NDJSON]: { schema: result } },
      headers: REQUEST_ID,
    }),
    problems([...EVERY_REQUEST, 400, 413, 415]),
  );
}

export function QueryRoute({ summary, roles, answer }: RouteOptions, refusals: readonly number[] = [400, 404, 503]) {
  return applyDecorators(
    Roles(...roles),
    ApiOperation({ summary, description: `Roles: ${[...new Set([...roles, 'admin'])].join(', ')}.` }),
    ApiBearerAuth(),
    ApiHeader({ name: 'X-Request-Id', required: false, description: 'Echoed' }),
    ApiResponse({ status: 200, description: summary, type: answer, headers: REQUEST_ID }),
    problems([...EVERY_REQUEST, ...refusals]),
  );
}

/** What is answered as text of some kind, however long. */
export function TextRoute(
  { summary, roles, type }: Omit<RouteOptions, 'answer'> & { readonly type: string },
  refusals: readonly number[],
) {
  const content = { [type]: { schema: { type: 'string' as const } } };
  return applyDecorators(
    Roles(...roles),
    ApiOperation({ summary, description: `Roles: ${[...roles, 'admin'].join(', ')}.` }),
    ApiBearerAuth(),
    ApiHeader({ name: 'X-Request-Id', required: false, description: 'Echoed' }),
    ApiResponse({ status: 200, description: summary, content, headers: REQUEST_ID }),
    problems([...EVERY_REQUEST, ...refusals]),
  );
}

const REQUEST_ID = { 'X-Request-Id': { description: 'That of the request, or a new one', schema: { type: 'string' } } };
const REPLAYED = {
  'Idempotent-Replayed': { description: 'true where this key was answered before', schema: { type: 'string' } },
} as const;

function problems(statuses: readonly number[]) {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemAnswer) } } };
  const retry = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } as const;
  return applyDecorators(
    ApiExtraModels(ProblemAnswer),
    ...[...new Set(statuses)]
      .sort((a, b) => a - b)
      .map((status) =>
        ApiResponse({
          status,
          description: REFUSED[status] ?? '',
          content,
          ...(status === 503 || status === 429 ? { headers: retry } : {}),
        }),
      ),
  );
}
