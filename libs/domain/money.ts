/**
 * Amounts of credit. The one file that does arithmetic with them.
 *
 * An `Amount` is a canonical decimal string: plain notation, at least two decimals, no trailing zeros beyond them, a
 * minus sign where negative ("12.50", "0.00000015", "-2.00"). It has at most 18 decimals, so it is an integer number
 * of 10^-18 credits. Where what is added or multiplied, counted in the last decimal that either has, is an integer that
 * a number holds exactly, as nearly always, it is computed as one; otherwise as a BigInt (exact, about twice as fast as
 * big.js). big.js rounds, where rounding must be named.
 */
import { Big } from 'big.js';

Big.strict = true;

export type Amount = string & { readonly __brand: 'Amount' };

const SCALE = 18;
const ONE = 10n ** BigInt(SCALE);
const ZEROS = '0'.repeat(SCALE);
const HOUR_MS = 3_600_000n;

/** What a client may send: up to 12 digits before the point and 18 after it (rule 2.1). */
export const AMOUNT_PATTERN = /^(0|[1-9]\d{0,11})(\.\d{1,18})?$/;

export const ZERO = '0.00' as Amount;
/** The least that two amounts differ by. */
export const SMALLEST = `0.${'0'.repeat(SCALE - 1)}1` as Amount;

/** The amount that a text of the form of `AMOUNT_PATTERN` says, or null. `decimals` narrows it (prices 12, quantities 6). */
export function parseAmount(text: unknown, decimals = SCALE): Amount | null {
  if (typeof text !== 'string' || !AMOUNT_PATTERN.test(text)) return null;
  const point = text.indexOf('.');
  if (point >= 0 && text.length - point - 1 > decimals) return null;
  return canonical(text, point);
}

/** `point`: where the text has its point, or -1. */
function canonical(text: string, point: number): Amount {
  if (point < 0) return `${text}.00` as Amount;
  if (text.length - point === 2) return `${text}0` as Amount;
  let end = text.length;
  while (end - point > 3 && text[end - 1] === '0') end--;
  return text.slice(0, end) as Amount;
}

/** A literal in code or a test. Throws on what `parseAmount` would refuse. */
export function amount(text: string): Amount {
  const parsed = parseAmount(text);
  if (parsed === null) throw new RangeError(`Not an amount: ${text.slice(0, 40)}`);
  return parsed;
}

// Most sums have a zero in them, many differences are of the same, and texts are costly to read and to write.
export function add(a: Amount, b: Amount): Amount {
  if (b === ZERO) return a;
  if (a === ZERO) return b;
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  const [one, other] = [smallInteger(a, decimals), smallInteger(b, decimals)];
  return isSmall(one) && isSmall(other) ? fromInteger(one + other, decimals) : fromUnits(toUnits(a) + toUnits(b));
}

export function subtract(a: Amount, b: Amount): Amount {
  if (b === ZERO) return a;
  if (a === b) return ZERO;
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  const [one, other] = [smallInteger(a, decimals), smallInteger(b, decimals)];
  return isSmall(one) && isSmall(other) ? fromInteger(one - other, decimals) : fromUnits(toUnits(a) - toUnits(b));
}

export const negate = (a: Amount): Amount => (a === ZERO ? a : ((isNegative(a) ? a.slice(1) : `-${a}`) as Amount));
export const min = (a: Amount, b: Amount): Amount => (compare(a, b) < 0 ? a : b);
export const max = (a: Amount, b: Amount): Amount => (compare(a, b) > 0 ? a : b);
export const isZero = (a: Amount): boolean => a === ZERO;
export const isPositive = (a: Amount): boolean => a !== ZERO && a[0] !== '-';
export const isNegative = (a: Amount): boolean => a[0] === '-';

export function sum(amounts: Iterable<Amount>): Amount {
  let total = 0;
  let decimals = 2;
  let units: bigint | undefined;
  for (const each of amounts) {
    if (each === ZERO) continue;
    const needed = Math.max(decimals, decimalsOf(each));
    const [before, more] = [total * powerOf(needed - decimals), smallInteger(each, needed)];
    if (units === undefined && !(isSmall(before) && isSmall(more))) units = toUnits(fromInteger(total, decimals));
    if (units !== undefined) units += toUnits(each);
    else [total, decimals] = [before + more, needed];
  }
  return units === undefined ? fromInteger(total, decimals) : fromUnits(units);
}

/**
 * Negative, zero or positive, as a comparator wants it. Texts of amounts compare as texts: the one with more digits
 * before the point is greater, and between two with as many, the first digit that differs decides.
 */
export function compare(a: Amount, b: Amount): number {
  if (a === b) return 0;
  const isBelowZero = isNegative(a);
  if (isBelowZero !== isNegative(b)) return isBelowZero ? -1 : 1;
  const digits = a.indexOf('.') - b.indexOf('.');
  const isSmaller = digits === 0 ? a < b : digits < 0;
  return isSmaller === isBelowZero ? 1 : -1;
}

/** Exact product of a quantity (at most 6 decimals) and a price (at most 12): never rounded. */
export function multiply(quantity: string, price: string): Amount {
  const [ofQuantity, ofPrice] = [decimalsOf(quantity), decimalsOf(price)];
  const product = smallInteger(quantity, ofQuantity) * smallInteger(price, ofPrice);
  if (isSmall(product) && ofQuantity + ofPrice <= SCALE) return fromInteger(product, ofQuantity + ofPrice);
  return fromBig(new Big(quantity).times(price));
}

/** Quotient of two amounts, rounded half-up at `decimals` (0 to 18). The divisor is not zero. */
export function divideHalfUp(dividend: Amount, divisor: Amount, decimals: number): Amount {
  const [above, below] = [toUnits(dividend), toUnits(divisor)];
  const [numerator, denominator] = [magnitude(above) * 10n ** BigInt(decimals), magnitude(below)];
  const rounded = ((2n * numerator + denominator) / (2n * denominator)) * 10n ** BigInt(SCALE - decimals);
  return fromUnits(above < 0n === below < 0n ? rounded : -rounded);
}

/** Rounded half-up at `decimals`; 2 is whole cents. */
export const roundHalfUp = (a: Amount, decimals: number): Amount =>
  fromBig(new Big(a).round(decimals, Big.roundHalfUp));

/** Rounded up at `decimals`, away from zero. */
export const roundUp = (a: Amount, decimals: number): Amount => fromBig(new Big(a).round(decimals, Big.roundUp));

/** `ratePerHour` for `durationMs` of running time, rounded half-up at 18 decimals: what is due up to then. */
export const accrued = (ratePerHour: Amount, durationMs: number): Amount =>
  fromUnits((toUnits(ratePerHour) * BigInt(durationMs) + HOUR_MS / 2n) / HOUR_MS);

/** True when the amount has no decimals beyond `decimals`. */
export const hasDecimals = (a: Amount, decimals: number): boolean => a === roundHalfUp(a, decimals);

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
const fromBig = (value: Big): Amount => fromUnits(toUnits(value.toFixed()));

/** 10^-18 credits. The text is a plain decimal; more than 18 decimals is a defect of the caller. */
function toUnits(text: string): bigint {
  const point = text.indexOf('.');
  if (point < 0) return BigInt(text) * ONE;
  const decimals = text.length - point - 1;
  if (decimals > SCALE) throw new RangeError(`More than ${SCALE} decimals: ${text.slice(0, 60)}`);
  return BigInt(text.slice(0, point) + text.slice(point + 1) + ZEROS.slice(decimals));
}

function fromUnits(units: bigint): Amount {
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
const isSmall = (integer: number): boolean => integer < SMALL && integer > -SMALL;
const POWERS: readonly number[] = Array.from({ length: SCALE + 1 }, (_, decimals) => Number(10n ** BigInt(decimals)));
const powerOf = (decimals: number): number => POWERS[decimals] ?? Number.NaN;

const [MINUS, POINT, ZERO_DIGIT, NINE] = [45, 46, 48, 57];

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** The text in units of its last of so many decimals, of which it has no more: exact where that is small, NaN where it is no decimal. */
function smallInteger(text: string, decimals: number): number {
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
function fromInteger(integer: number, decimals: number): Amount {
  if (integer === 0) return ZERO;
  const value = Math.abs(integer);
  const whole = Math.floor(value / powerOf(decimals));
  let fraction = value - whole * powerOf(decimals);
  let places = decimals;
  for (; places > 2 && fraction % 10 === 0; places--) fraction /= 10;
  for (; places < 2; places++) fraction *= 10;
  const text = `${whole}.${`${fraction}`.padStart(places, '0')}`;
  return (integer < 0 ? `-${text}` : text) as Amount;
}
