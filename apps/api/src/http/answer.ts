import type { FastifyReply } from 'fastify';

/** The body of a command's answer; the header says whether it was given before. */
export function answer<Body>(reply: FastifyReply, answered: { readonly body: Body; readonly isReplay: boolean }): Body {
  if (answered.isReplay) reply.header('Idempotent-Replayed', 'true');
  return answered.body;
}
