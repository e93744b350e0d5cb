/** What somebody entered into a form, read without ever becoming a float. */
import type { Schemas } from '#client/client.js';

/** As the API takes amounts and prices; zero is told by the API, which knows where it is allowed. */
export const isAmount = (text: string): boolean => /^(0|[1-9]\d{0,11})(\.\d{1,18})?$/.test(text.trim());

export const isCount = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text.trim());
/** May be left out. */
export const isCountOrEmpty = (text: string): boolean => text.trim() === '' || isCount(text);

/** Of a list with commas, each once. */
export const listIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  ),
];

/** Of lines, those that say something. */
export const linesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const TWO_DIGITS = 2;
const digits = (count: number): string => String(count).padStart(TWO_DIGITS, '0');

/** An instant as a field of date and time shows it, in the viewer's zone. */
export function localInput(instant: string | null | undefined): string {
  if (!instant) return '';
  const at = new Date(instant);
  const day = [at.getFullYear(), digits(at.getMonth() + 1), digits(at.getDate())].join('-');
  return `${day}T${digits(at.getHours())}:${digits(at.getMinutes())}`;
}

/** The instant in such a field; `known` to the millisecond where it was left as it was. Null where it is empty. */
export function instantIn(text: string, known: string | null = null): string | null {
  if (text === '') return null;
  return text === localInput(known) ? known : new Date(text).toISOString();
}

type Scope = NonNullable<Schemas['PromoCodeAnswer']['scope']>;
export type ScopeDraft = { readonly products: string; readonly models: string; readonly gpus: string };

const joined = (values: readonly string[] | undefined): string => (values ?? []).join(', ');

export const scopeDraft = (scope: Scope | null): ScopeDraft => ({
  products: joined(scope?.products),
  models: joined(scope?.models),
  gpus: joined(scope?.gpus),
});

/** Null: everything. What was left as it was stays `known`, whatever its names are made of. */
export function scopeIn(draft: ScopeDraft, known: Scope | null = null): Scope | null {
  const before = scopeDraft(known);
  const dimensions = ['products', 'models', 'gpus'] as const;
  const named = dimensions.flatMap((each): [string, string[]][] => {
    const values = draft[each] === before[each] ? known?.[each] : listIn(draft[each]);
    return values && values.length > 0 ? [[each, [...values]]] : [];
  });
  return named.length === 0 ? null : (Object.fromEntries(named) as Scope);
}

/** What a scope lets credits pay for, to be read. */
export const scopeText = (scope: Scope | null): string =>
  scope === null
    ? 'everything'
    : Object.entries(scope)
        .map(([dimension, values]) => `${dimension} ${values.join(', ')}`)
        .join(' and ');
