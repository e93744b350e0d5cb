/** An answer that is JSON already: it is sent as it is. */
import type { FastifyInstance } from 'fastify';

export class JsonText {
  constructor(readonly text: string) {}
}

const textOf = (payload: unknown): string => (payload as JsonText).text;

export function sendJsonText(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (_request, reply, payload, done) => {
    if (payload instanceof JsonText) reply.serializer(textOf);
    done(null, payload);
  });
}
