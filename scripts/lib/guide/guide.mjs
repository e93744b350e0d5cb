/** What is made of the steps of the API guide and of what they were answered with. */
import { readFileSync } from 'node:fs';
import { chapters } from './steps.mjs';

/** @typedef {import('./steps.mjs').Step} Step */
/** @typedef {{ status: number, type: string, body: unknown }} Answer */

/** Each step with its answer and the ids in its path, as `apps/api/test/guide.e2e.spec.ts` recorded them. */
function exchanges() {
  /** @type {Record<string, Answer>} */
  const answers = JSON.parse(readFileSync(new URL('./answers.json', import.meta.url), 'utf8'));
  /** @type {Map<string, string>} */
  const known = new Map();
  return chapters.map(({ title, text, steps }) => ({
    title,
    text,
    exchanges: steps.map((step) => {
      const answer = answers[step.title] ?? { status: 0, type: '', body: null };
      const path = pathOf(step, known);
      for (const part of [step.at, step.body, answer.body]) remember(known, part);
      return { ...step, path, answer };
    }),
  }));
}

/** @param {Step} step @param {ReadonlyMap<string, string>} known */
function pathOf({ request, at, query }, known) {
  const [, template = ''] = request.split(' ');
  /** @param {string} _ @param {string} name */
  const filled = (_, name) => encodeURIComponent(at?.[name] ?? known.get(name) ?? '');
  return `${template}${query === undefined ? '' : `?${query}`}`.replaceAll(/\{(\w+)\}/g, filled);
}

/** Members of answers that later steps stand on. */
export const NAMES = /Id$|^(code|asOf)$/;

/** @param {Map<string, string>} known @param {unknown} value */
function remember(known, value) {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(Array.isArray(value) ? { first: value[0] } : value)) {
    if (typeof member === 'string' && NAMES.test(name)) known.set(name, member);
    else remember(known, member);
  }
}

/** @param {Step['body']} body */
const textOf = (body) =>
  Array.isArray(body) ? body.map((line) => `${JSON.stringify(line)}\n`).join('') : JSON.stringify(body);

/** By the request, as the OpenAPI document names it. */
export function examplesModule() {
  /** @type {Record<string, object[]>} */
  const examples = {};
  for (const { request, title, body, answer } of exchanges().flatMap((each) => each.exchanges)) {
    const isOfLines = Array.isArray(body);
    const sent = body === undefined ? {} : { type: typeOf(body), body: isOfLines ? textOf(body) : body };
    (examples[request] ??= []).push({ title, ...(body && { request: sent }), answer });
  }
  return `/** What is asked and answered in the API guide, by request. Written by \`npm run docs\`. */
import type { Example } from '../operation.js';

export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = ${JSON.stringify(examples)};
`;
}

/** @param {Step['body']} body */
const typeOf = (body) => (Array.isArray(body) ? 'application/x-ndjson' : 'application/json');

const INTRODUCTION = `# The API, step by step

<!-- Written by \`npm run docs\` out of scripts/lib/guide; a test sends every request. -->

A request for everything that the API does, in an order in which all of them work, on a fresh start with a test clock and checkpoints each second:

\`\`\`sh
TEST_CLOCK=true CHECKPOINT_SECONDS=1 npm start
\`\`\`

In another terminal:

\`\`\`sh
API=http://127.0.0.1:3000
\`\`\`

Every command has an \`Idempotency-Key\`: sent again with the same key it is answered again, and nothing happens twice. After a 503
or no answer at all, that is what to do. What each is answered with stands in [openapi.json](openapi.json) as its example, and
in the [rules](rules.md) why. Ids of what an account creates are the same for everybody who follows these steps,
as the test clock stands still; on the real one a running resource costs something by the time that it is stopped, which is an entry more.
`;

export function guideText() {
  let nth = 0;
  const parts = exchanges().map(({ title, text, exchanges: all }) =>
    [
      `## ${title}`,
      text,
      ...all.map((each) => {
        const curl = curlOf(each, `guide-${nth++}`);
        return `${each.title}:\n\n\`\`\`sh\n${curl}\n\`\`\``;
      }),
    ].join('\n\n'),
  );
  return [INTRODUCTION, ...parts].join('\n\n');
}

/** @param {Step & { path: string }} step @param {string} key */
function curlOf({ request, path, role = 'admin', body }, key) {
  const [method] = request.split(' ');
  const verb = method === (body ? 'POST' : 'GET') ? '' : `-X ${method} `;
  const headers = [`-H 'Authorization: Bearer dev-${role}'`];
  if (body) headers.push(`-H 'Idempotency-Key: ${key}'`, `-H 'Content-Type: ${typeOf(body)}'`);
  const lines = [`curl -sS ${verb}"$API${path}"`, headers.join(' ')];
  if (body) lines.push(`--data-binary ${quoted(textOf(body)?.trimEnd() ?? '')}`);
  return lines.join(' \\\n  ');
}

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
