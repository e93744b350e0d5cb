/** Any error as an RFC 9457 problem. Pure. */
import { HttpException } from '@nestjs/common';
import { DomainError } from '#domain/errors.js';
import { EventStoreError } from '#event-store/port/errors.js';
import { ReadModelBehind, ReadModelRebuilding, ReadModelUnavailable } from '#read-models/reader/queries.js';
import { ApiError, type FieldError, InvalidInput } from './api-error.js';
import { PROBLEMS, type ProblemCode } from './problems.js';

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly FieldError[];
};

/** What an error has to say beside its code and sentence. */
type Members = { readonly details?: Readonly<Record<string, unknown>>; readonly errors?: readonly FieldError[] };

export function problemOf(error: unknown, instance?: string): Problem {
  if (error instanceof DomainError) return ofDomain(error, instance);
  if (error instanceof InvalidInput) return problem(error.code, error.message, { errors: error.errors }, instance);
  if (error instanceof ApiError) return problem(error.code, error.message, { details: error.details }, instance);
  if (error instanceof EventStoreError || isOfReadModels(error)) {
    return problem(error.code, error.message, {}, instance);
  }
  const code = codeOfFramework(error);
  // What went wrong inside is for the log, not for the client.
  if (code === 'internal')
    return problem(
      code,
      'Something unexpected went wrong; it is logged under the X-Request-Id of this answer.',
      {},
      instance,
    );
  const detail = (error as Error).message;
  return problem(code, detail, code === 'invalid' ? { errors: [{ field: 'body', message: detail }] } : {}, instance);
}

const isOfReadModels = (error: unknown) =>
  error instanceof ReadModelBehind || error instanceof ReadModelUnavailable || error instanceof ReadModelRebuilding;

function ofDomain({ code, message, field, details }: DomainError, instance?: string): Problem {
  const errors = field !== undefined && PROBLEMS[code].status === 400 ? { errors: [{ field, message }] } : {};
  return problem(code, message, { details, ...errors }, instance);
}

function problem(code: ProblemCode, detail: string, { details, errors }: Members, instance?: string): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:drawdown:problem:${code}`,
    title,
    status,
    code,
    detail,
    ...(instance !== undefined && { instance }),
    ...(errors && { errors }),
    ...details,
  };
}

/** What Nest and Fastify refuse before a controller is reached. */
function codeOfFramework(error: unknown): ProblemCode {
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown })?.statusCode;
  switch (status) {
    case 400:
      return 'invalid';
    case 404:
      return 'not-found';
    case 413:
      return 'payload-too-large';
    case 415:
      return 'unsupported-media-type';
    case 503:
      return 'unavailable';
    default:
      return 'internal';
  }
}
