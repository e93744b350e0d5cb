/** Amounts as texts, and the integers that their digits say (money.ts). */

export type Amount = string & { readonly __brand: 'Amount' };

/** Decimals that an amount has at most. */
export const SCALE = 18;
const ONE = 10n ** BigInt(SCALE);
const ZEROS = '0'.repeat(SCALE);
export const ZERO = '0.00' as Amount;

/** `point`: where the text has its point, or -1. */
export function canonical(text: string, point: number): Amount {
  if (point < 0) return `${text}.00` as Amount;
  if (text.length - point === 2) return `${text}0` as Amount;
  let end = text.length;
  while (end - point > 3 && text[end - 1] === '0') end--;
  return text.slice(0, end) as Amount;
}

export const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** 10^-18 credits. The text is a plain decimal; more than 18 decimals is a defect of the caller. */
export function toUnits(text: string): bigint {
  const point = text.indexOf('.');
  if (point < 0) return BigInt(text) * ONE;
  const decimals = text.length - point - 1;
  if (decimals > SCALE) throw new RangeError(`More than ${SCALE} decimals: ${text.slice(0, 60)}`);
  return BigInt(text.slice(0, point) + text.slice(point + 1) + ZEROS.slice(decimals));
}

export function fromUnits(units: bigint): Amount {
  const digits = magnitude(units)
    .toString()
    .padStart(SCALE + 1, '0');
  const whole = digits.slice(0, -SCALE);
  let end = SCALE;
  while (end > 2 && digits[digits.length - SCALE + end - 1] === '0') end--;
  const text = `${whole}.${digits.slice(-SCALE, digits.length - SCALE + end)}`;
  return (units < 0n ? `-${text}` : text) as Amount;
}

/**
 * Below it, an integer, the sum of two, and its quotient by any power of ten, rounded down, are exact in floating point:
 * a quarter of 2^53.
 */
const SMALL = 2 ** 51;
export const isSmall = (integer: number): boolean => integer < SMALL && integer > -SMALL;
const POWERS: readonly number[] = Array.from({ length: SCALE + 1 }, (_, decimals) => Number(10n ** BigInt(decimals)));
export const powerOf = (decimals: number): number => POWERS[decimals] ?? Number.NaN;

const [MINUS, POINT, ZERO_DIGIT, NINE] = [45, 46, 48, 57];

export function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** The text in units of its last of so many decimals, of which it has no more: exact where that is small, NaN where it is no decimal. */
export function smallInteger(text: string, decimals: number): number {
  const isBelowZero = text.charCodeAt(0) === MINUS;
  let integer = 0;
  let point = text.length;
  for (let at = isBelowZero ? 1 : 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === POINT) point = at + 1;
    else if (character < ZERO_DIGIT || character > NINE) return Number.NaN;
    else integer = integer * 10 + (character - ZERO_DIGIT);
  }
  const scaled = integer * powerOf(decimals - (text.length - point));
  return isBelowZero ? -scaled : scaled;
}

/** Of a small integer in units of the last of so many decimals. */
export function fromInteger(integer: number, decimals: number): Amount {
  const value = Math.abs(integer);
  const whole = Math.floor(value / powerOf(decimals));
  return decimal(integer < 0, whole, value - whole * powerOf(decimals), decimals);
}

/** The amount of so many whole credits, and of a fraction in units of the last of so many decimals. */
export function decimal(isBelowZero: boolean, whole: number, fraction: number, decimals: number): Amount {
  const sign = isBelowZero ? '-' : '';
  if (fraction === 0) return whole === 0 ? ZERO : (`${sign}${whole}.00` as Amount);
  let digits = fraction;
  let places = decimals;
  for (; places > 2 && digits % 10 === 0; places--) digits /= 10;
  for (; places < 2; places++) digits *= 10;
  return `${sign}${whole}.${padded(digits, places)}` as Amount;
}

export const padded = (integer: number, places: number): string => `${integer}`.padStart(places, '0');

/** The integer that the digits from one place to another say: a small one, where they are fifteen at most; NaN where they are none. */
export function digitsIn(text: string, from: number, to: number): number {
  let integer = 0;
  for (let at = from; at < to; at++) {
    const character = text.charCodeAt(at);
    if (character < ZERO_DIGIT || character > NINE) return Number.NaN;
    integer = integer * 10 + (character - ZERO_DIGIT);
  }
  return integer;
}
