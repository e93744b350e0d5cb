import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '#platform/logging.js';
import { type Problem, problemOf } from './problem.js';
import { RETRY_AFTER_SECONDS } from './problems.js';

/** Answers every error as `application/problem+json`. Only what is our own fault is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.noted(error, request);
    if (problem.status === 503 || problem.status === 429) reply.header('Retry-After', String(RETRY_AFTER_SECONDS));
    if (problem.status === 401) reply.header('WWW-Authenticate', 'Bearer');
    // Refused before any hook ran, it is not there yet.
    reply.header('X-Request-Id', request.id);
    void reply.status(problem.status).type('application/problem+json; charset=utf-8').send(problem);
  }

  /** The problem, of the request or of a part of it. */
  noted(error: unknown, request: FastifyRequest, instance = request.originalUrl): Problem {
    const problem = problemOf(error, instance);
    if (problem.status >= 500) {
      this.logger[problem.status === 500 ? 'error' : 'warn'](
        { err: error, requestId: request.id, method: request.method, url: request.url },
        problem.code,
      );
    }
    return problem;
  }
}
