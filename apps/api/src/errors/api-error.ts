/** Refusals of the HTTP layer. Those of the rules are `DomainError`, those of the write path `EventStoreError`. */
import type { ProblemCode } from './problems.js';

/** `field` is the member of the body, `scope.products` for a nested one; or the header or query parameter. */
export type FieldError = { readonly field: string; readonly message: string };

/** `details` become members of the problem beside `code`. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** 400: every member at fault is named. */
export class InvalidInput extends ApiError {
  override readonly name = 'InvalidInput';
  constructor(readonly errors: readonly [FieldError, ...FieldError[]]) {
    super('invalid', errors.map(({ message }) => message).join(' '));
  }
}

export const invalid = (field: string, message: string): InvalidInput => new InvalidInput([{ field, message }]);
