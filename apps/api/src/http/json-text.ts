/** An answer that is JSON already: it is sent as it is. */
import type { FastifyInstance } from 'fastify';

export class JsonText {
  constructor(readonly text: string) {}
}

/** A longer one leaves as bytes: Node puts the headers before a text, and so copies all of it once more. */
const LONG_CHARACTERS = 64 * 1024;

function written(payload: unknown): string {
  const { text } = payload as JsonText;
  // Fastify sends either; its types name texts alone.
  return text.length < LONG_CHARACTERS ? text : (Buffer.from(text) as unknown as string);
}

export function sendJsonText(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (_request, reply, payload, done) => {
    if (payload instanceof JsonText) reply.serializer(written);
    done(null, payload);
  });
}
