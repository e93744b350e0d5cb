/** What the API refuses with, as views show it. */
import type { Schemas } from '#client/client.js';

export type Problem = Schemas['ProblemAnswer'];

/** 503s that pass by themselves: a read model follows the log, or is built anew. */
const BEHIND = new Set(['read-model-behind', 'rebuilding']);

/** The API answered, and not with what was asked for. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }

  get isBehind(): boolean {
    return BEHIND.has(this.problem.code);
  }
}

export const isBehind = (error: unknown): boolean => error instanceof Refusal && error.isBehind;
export const isUnauthorized = (error: unknown): boolean =>
  error instanceof Refusal && error.problem.code === 'unauthorized';
/** Nothing says whether it was done: no answer, or one that decides nothing. The same key finds out. */
export const isUndecided = (error: unknown): boolean =>
  !(error instanceof Refusal) || error.problem.status === 503 || error.problem.status === 429;

/** What was asked for. Throws a `Refusal` where the API did not give it. */
export async function answerOf<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok) return data as T;
  throw new Refusal(isProblem(error) ? error : unknownProblem(response));
}

const isProblem = (error: unknown): error is Problem => typeof error === 'object' && error !== null && 'code' in error;

/** Of something between the page and the API. */
const unknownProblem = ({ status, statusText }: Response): Problem => ({
  type: 'about:blank',
  title: statusText || 'Unexpected answer',
  status,
  code: 'unavailable',
  detail: `The API was not reached: something on the way answered ${status} ${statusText}.`,
  instance: '',
});
