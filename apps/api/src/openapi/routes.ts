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
import type { ProblemCode } from '../errors/problems.js';
import { CLIENT_KEY } from '#event-store/history/keys.js';
import { LONGEST_PERSON } from '../http/origin.js';
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
};

type LinesOptions = RouteOptions & {
  readonly body: Type<object>;
  readonly bodyLimitBytes: number;
  /** As a line of its own (application/x-ndjson), and what it is answered with. */
  readonly line: Type<object>;
  readonly result: ResultSchema;
};
export type ResultSchema = { readonly oneOf: { readonly $ref: string }[] };

/** Whatever is in it (http/fastify.ts). */
const LONGEST_REQUEST_ID = 256;

export const NDJSON = 'application/x-ndjson';
/** Nest knows of one body a route: what a line of the other one is stands here until the document is put together. */
export const LINE_SCHEMA = 'x-line';

/** What is refused before a route's own rules are asked, and what keeps them from answering. Theirs are generated. */
const EVERY_REQUEST: readonly ProblemCode[] = ['invalid', 'unauthorized', 'forbidden'];
const EVERY_READ: readonly ProblemCode[] = [
  'store-unavailable',
  'read-model-behind',
  'read-model-unavailable',
  'rebuilding',
  'unavailable',
];
const EVERY_BODY: readonly ProblemCode[] = ['payload-too-large', 'unsupported-media-type'];
const EVERY_COMMAND: readonly ProblemCode[] = [
  ...EVERY_BODY,
  'too-much-at-once',
  'idempotency-key-reused',
  'queue-full',
  'busy',
  'outcome-unknown',
  'store-unavailable',
  'unavailable',
];

export function CommandRoute({ summary, roles, body, answer, status = 201 }: CommandOptions) {
  return applyDecorators(
    Roles(...roles),
    HttpCode(status),
    ApiOperation({ summary, description: `Roles: ${[...roles, 'admin'].join(', ')}.` }),
    ApiBearerAuth(),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: CLIENT_KEY.source },
    }),
    ActorHeader(),
    RequestIdHeader(),
    ApiBody({ type: body }),
    ApiResponse({ status, description: summary, type: answer, headers: { ...REQUEST_ID, ...REPLAYED } }),
    refuses(...EVERY_REQUEST, ...EVERY_COMMAND),
  );
}

const ActorHeader = () =>
  ApiHeader({
    name: 'X-Actor',
    required: false,
    description: 'The person behind the key; kept in what is recorded',
    schema: { type: 'string', maxLength: LONGEST_PERSON },
  });

/** A longer one gets a new id. */
const RequestIdHeader = () =>
  ApiHeader({
    name: 'X-Request-Id',
    required: false,
    description: 'Echoed',
    schema: { type: 'string', maxLength: LONGEST_REQUEST_ID },
  });

/** Commands by the line: each with a key of its own, each answered by itself. */
export function LinesRoute({ summary, roles, body, line, answer, result, bodyLimitBytes }: LinesOptions) {
  return applyDecorators(
    Roles(...roles),
    Configured({ takesLines: true, bodyLimitBytes }),
    HttpCode(200),
    ApiOperation({ summary, description: `Roles: ${[...roles, 'admin'].join(', ')}.` }),
    ApiBearerAuth(),
    ActorHeader(),
    RequestIdHeader(),
    ApiExtraModels(line, answer),
    ApiBody({ type: body }),
    ApiExtension(LINE_SCHEMA, { $ref: getSchemaPath(line) }),
    ApiResponse({
      status: 200,
      description: 'The result of each line, in order',
      content: { 'application/json': { schema: { $ref: getSchemaPath(answer) } }, [NDJSON]: { schema: result } },
      headers: REQUEST_ID,
    }),
    refuses(...EVERY_REQUEST, ...EVERY_BODY, 'unavailable'),
  );
}

export function QueryRoute({ summary, roles, answer }: RouteOptions) {
  return applyDecorators(
    Roles(...roles),
    ApiOperation({ summary, description: `Roles: ${[...new Set([...roles, 'admin'])].join(', ')}.` }),
    ApiBearerAuth(),
    RequestIdHeader(),
    ApiResponse({ status: 200, description: summary, type: answer, headers: REQUEST_ID }),
    refuses(...EVERY_REQUEST, ...EVERY_READ),
  );
}

/** What is answered as text of some kind, however long. */
export function TextRoute({ summary, roles, type }: Omit<RouteOptions, 'answer'> & { readonly type: string }) {
  const content = { [type]: { schema: { type: 'string' as const } } };
  return applyDecorators(
    Roles(...roles),
    ApiOperation({ summary, description: `Roles: ${[...roles, 'admin'].join(', ')}.` }),
    ApiBearerAuth(),
    RequestIdHeader(),
    ApiResponse({ status: 200, description: summary, content, headers: REQUEST_ID }),
    refuses(...EVERY_REQUEST, ...EVERY_READ),
  );
}

const REQUEST_ID = { 'X-Request-Id': { description: 'That of the request, or a new one', schema: { type: 'string' } } };
const REPLAYED = {
  'Idempotent-Replayed': { description: 'true where this key was answered before', schema: { type: 'string' } },
} as const;

/** Stands here until the document is put together (problem-responses.ts). */
export const REFUSALS = 'x-refusals';

const refuses = (...codes: readonly ProblemCode[]) =>
  applyDecorators(ApiExtraModels(ProblemAnswer), ApiExtension(REFUSALS, [...codes]));
