/** Adds to each route what the API guide asks of it, and what that was answered with. */
import { EXAMPLES } from './generated/examples.js';
import type { Operation, PlacedOperation } from './operation.js';

export function addExamples({ method, path, operation }: PlacedOperation): void {
  for (const { title, request, answer } of EXAMPLES[`${method.toUpperCase()} ${path}`] ?? []) {
    if (request) add(contentOf(operation.requestBody), request.type, title, request.body);
    add(contentOf(operation.responses[answer.status]), answer.type, title, answer.body);
  }
}

type Content = Record<string, { examples?: Record<string, unknown> }>;

const contentOf = (part: Operation['requestBody'] | Operation['responses'][string]): Content =>
  part && 'content' in part ? (part.content ?? {}) : {};

function add(content: Content, type: string, summary: string, value: unknown): void {
  const media = content[type];
  if (media) (media.examples ??= {})[nameOf(summary)] = { summary, value };
}

const nameOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
