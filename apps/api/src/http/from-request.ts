/** Parameters of controllers' methods that are read from the request alone, by Nest or without it (hot-routes.ts). */
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

export type Read = (request: FastifyRequest) => unknown;

const READS = 'drawdown:reads';

/** A decorator of parameters; `read` throws what is wrong with the request. */
export function fromRequest<Data = void>(read: (request: FastifyRequest, data: Data) => unknown) {
  const ofNest = createParamDecorator((data: Data, context: ExecutionContext) =>
    read(context.switchToHttp().getRequest<FastifyRequest>(), data),
  );
  return (data: Data): ParameterDecorator =>
    (controller, name, place) => {
      if (name === undefined) throw new Error('A constructor is given no request');
      ofNest(data as never)(controller, name, place);
      const reads = new Map(readsOf(controller, name)).set(place, (request) => read(request, data));
      Reflect.defineMetadata(READS, reads, controller, name);
    };
}

/** How each parameter of a controller's method is read, by its place. */
export const readsOf = (controller: object, name: string | symbol): ReadonlyMap<number, Read> =>
  (Reflect.getMetadata(READS, controller, name) as ReadonlyMap<number, Read> | undefined) ?? new Map<number, Read>();
