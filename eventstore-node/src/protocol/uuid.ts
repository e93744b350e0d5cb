import type { Int64 } from './codecs.js';

/** `event_store.client.UUID`: clients send either form. */
export interface UuidMessage {
  readonly value?: 'structured' | 'string';
  readonly structured?: { readonly most_significant_bits: Int64; readonly least_significant_bits: Int64 };
  readonly string?: string;
}

const hex = (value: Int64): string => {
  const { high, low } = typeof value === 'number' ? { high: Math.floor(value / 2 ** 32), low: value } : value;
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
};

const DASH = 0x2d;
const isHexDigit = (code: number): boolean => (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);

/** Of each event that is appended: a regular expression takes four times as long. */
function isUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let at = 0; at < 36; at++) {
    const code = text.charCodeAt(at);
    const isDash = at === 8 || at === 13 || at === 18 || at === 23;
    if (isDash ? code !== DASH : !isHexDigit(code)) return false;
  }
  return true;
}

const dashed = (digits: string): string =>
  [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');

/** The canonical text of an id, in lower case; undefined for what is none. */
export function uuidText({ value, structured, string }: UuidMessage): string | undefined {
  if (value === 'string') return canonical(string as string);
  return structured && dashed(hex(structured.most_significant_bits) + hex(structured.least_significant_bits));
}

/** As the server sends ids that nobody has requested in another form. */
export function structuredUuid(text: string): UuidMessage {
  const digits = text.replaceAll('-', '');
  const bits = (from: number): Int64 => {
    const [high, low] = [digits.slice(from, from + 8), digits.slice(from + 8, from + 16)].map((part) =>
      parseInt(part, 16),
    );
    return { high: (high as number) | 0, low: (low as number) | 0 } as Int64;
  };
  return { structured: { most_significant_bits: bits(0), least_significant_bits: bits(16) } };
}

/** Of what a client sent as text; undefined for what is none. */
export function canonical(text: string): string | undefined {
  if (isUuid(text)) return text;
  // The server takes an id in braces or parentheses, and one without dashes, too.
  const lower = text.trim().toLowerCase();
  if (/^[0-9a-f]{32}$/.test(lower)) return dashed(lower);
  const bare = /^(?:\{.*\}|\(.*\))$/.test(lower) ? lower.slice(1, -1) : lower;
  return isUuid(bare) ? bare : undefined;
}
