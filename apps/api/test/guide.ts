/** Sends the steps of the API guide, and finds what each of them stands for. */
import type { Chapter, Step } from '../../../scripts/lib/guide/steps.mjs';
import { NAMES } from '../../../scripts/lib/guide/guide.mjs';
import { eventually } from '../../../e2e/stack.mjs';
import { requireDescribed } from './described.js';

/** What a step was answered with: JSON, or text where it is none. */
export type Answer = { readonly status: number; readonly type: string; readonly body: unknown };
export type Answers = Readonly<Record<string, Answer>>;

export const stepsOf = (chapters: readonly Chapter[]): readonly Step[] => chapters.flatMap(({ steps }) => steps);

/** The members of answers that name things, as they were last. */
type Known = Map<string, string>;

export async function answersOf(url: string, steps: readonly Step[]): Promise<Answers> {
  const known: Known = new Map();
  const answers: Record<string, Answer> = {};
  for (const [nth, step] of steps.entries()) {
    const answer = await eventually(step.title, async () => {
      const each = await sent(url, step, nth, known);
      return step.until === undefined || isIn(each.body, step.until) ? each : undefined;
    });
    remember(known, step.at);
    remember(known, step.body);
    remember(known, answer.body);
    answers[step.title] = answer;
  }
  return answers;
}

/** In the answer, or in the first item of it. */
function isIn(body: unknown, member: string): boolean {
  const { items = [], ...answer } = body as { readonly items?: readonly object[] };
  const found = [answer, ...items.slice(0, 1)].map((part) => (part as Record<string, unknown>)[member] ?? null);
  return found.some((value) => value !== null);
}

async function sent(url: string, step: Step, nth: number, known: Known): Promise<Answer> {
  const [method = '', template = ''] = step.request.split(' ');
  const target = `${template}${step.query === undefined ? '' : `?${step.query}`}`;
  const path = target.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = step.at?.[name] ?? known.get(name);
    if (id === undefined) throw new Error(`${step.title}: no answer had ${name}`);
    return encodeURIComponent(id);
  });
  const { type, text } = written(step.body);
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer dev-${step.role ?? 'admin'}`,
      ...(text !== undefined && { 'content-type': type, 'idempotency-key': `guide-${nth}` }),
    },
    ...(text !== undefined && { body: text }),
  });
  const [answered = ''] = (response.headers.get('content-type') ?? '').split(';');
  const said = firstLines(await response.text(), step.firstLines);
  const body: unknown = answered.endsWith('json') && answered !== 'application/x-ndjson' ? JSON.parse(said) : said;
  if (answered === 'application/json') requireDescribed(method, new URL(response.url).pathname, response.status, body);
  if (response.status >= 400) throw new Error(`${step.title} was answered with ${response.status}: ${said}`);
  return { status: response.status, type: answered, body };
}

/** A long text is cut behind so many lines. */
const firstLines = (text: string, count = Infinity): string =>
  text
    .split(/(?<=\n)/)
    .slice(0, count)
    .join('');

function written(body: Step['body']): { readonly type: string; readonly text?: string } {
  if (!Array.isArray(body)) return { type: 'application/json', ...(body && { text: JSON.stringify(body) }) };
  return { type: 'application/x-ndjson', text: body.map((line) => `${JSON.stringify(line)}\n`).join('') };
}

/** The names in an object, and in the first item of the lists in it. */
function remember(known: Known, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(Array.isArray(value) ? { first: value[0] as unknown } : value)) {
    if (typeof member === 'string' && NAMES.test(name)) known.set(name, member);
    else remember(known, member);
  }
}

/** The same without what differs each time: times, days, places in the log, secrets. */
export function withoutTimes(part: unknown): unknown {
  if (typeof part === 'string') return textWithoutTimes(part);
  if (Array.isArray(part)) return part.map(withoutTimes);
  if (typeof part !== 'object' || part === null) return part;
  // How a delivery goes is of the real time.
  if ('attempts' in part) return Object.keys(part);
  // How far the others have come is of the moment.
  if ('readModels' in part) return Object.keys(part);
  // What is signed hangs on every event and its time.
  if ('rootHash' in part || 'path' in part) return Object.keys(part);
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, name === 'nextCursor' ? typeof value : withoutTimes(value)]),
  );
}

const textWithoutTimes = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, 'TIME')
    .replaceAll(/\b\d+\/\d+\b/g, 'POSITION')
    .replaceAll(/\b[0-9a-f]{64}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'GIVEN')
    .replaceAll(/whsec_\S+/g, 'SECRET');
