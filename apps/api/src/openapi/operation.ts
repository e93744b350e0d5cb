/** What the OpenAPI document is put together of. */
import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type PlacedOperation = { readonly method: string; readonly path: string; readonly operation: Operation };

/** A request as it was sent, and what it was answered with. */
export type Example = {
  readonly title: string;
  readonly request?: { readonly type: string; readonly body: unknown };
  readonly answer: { readonly status: number; readonly type: string; readonly body: unknown };
};

export const operationsOf = ({ paths }: OpenAPIObject): readonly PlacedOperation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ method, path, operation: item[method] }] : [])),
  );
