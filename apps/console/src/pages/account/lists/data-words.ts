/** The facts of a notification as a line of text: what is said of the account is on the page already, and left out. */
const ON_THE_PAGE = new Set(['accountId', 'revision', 'balance', 'recordedAt']);

export const dataWords = (data: object): string =>
  Object.entries(data)
    .filter(([name, value]) => !ON_THE_PAGE.has(name) && value !== null)
    .map(([name, value]) => `${spaced(name)} ${textOf(value)}`)
    .join(', ');

const spaced = (name: string): string => name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join('; ');
  return typeof value === 'object' && value !== null ? dataWords(value) : String(value);
}
