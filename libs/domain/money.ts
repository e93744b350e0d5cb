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
import {
  type Amount,
  SCALE,
  ZERO,
  canonical,
  decimal,
  decimalsOf,
  digitsIn,
  fromInteger,
  fromUnits,
  isSmall,
  magnitude,
  padded,
  powerOf,
  smallInteger,
  toUnits,
} from './decimals.js';

export { type Amount, ZERO } from './decimals.js';

Big.strict = true;

const HOUR_MS = 3_600_000n;

/** What a client may send: up to 12 digits before the point and 18 after it (rule 2.1). */
export const AMOUNT_PATTERN = /^(0|[1-9]\d{0,11})(\.\d{1,18})?$/;

/** The least that two amounts differ by. */
export const SMALLEST = `0.${'0'.repeat(SCALE - 1)}1` as Amount;

/** The amount that a text of the form of `AMOUNT_PATTERN` says, or null. `decimals` narrows it (prices 12, quantities 6). */
export function parseAmount(text: unknown, decimals = SCALE): Amount | null {
  if (typeof text !== 'string' || !AMOUNT_PATTERN.test(text)) return null;
  const point = text.indexOf('.');
  if (point >= 0 && text.length - point - 1 > decimals) return null;
  return canonical(text, point);
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
  const total = new Sum();
  for (const each of amounts) total.add(each);
  return total.amount;
}

/**
 * A sum as it grows: whole credits, and the first and the second nine decimals, each an integer that a number holds
 * exactly. What is too large for that is counted in 10^-18 credits.
 */
export class Sum {
  private whole = 0;
  private billionths = 0;
  private rest = 0;
  private units = 0n;

  add(amount: Amount): void {
    if (amount === ZERO) return;
    const point = amount.indexOf('.');
    if (point < 0 || point > WHOLE_DIGITS) {
      this.units += toUnits(amount);
      return;
    }
    const sign = isNegative(amount) ? -1 : 1;
    const [decimals, split] = [amount.length - point - 1, point + 1 + NINE_DECIMALS];
    this.whole += sign * digitsIn(amount, sign < 0 ? 1 : 0, point);
    if (decimals <= NINE_DECIMALS) {
      this.billionths += sign * digitsIn(amount, point + 1, amount.length) * powerOf(NINE_DECIMALS - decimals);
    } else {
      this.billionths += sign * digitsIn(amount, point + 1, split);
      this.rest += sign * digitsIn(amount, split, amount.length) * powerOf(SCALE - decimals);
    }
    if (!(isSmall(this.whole) && isSmall(this.billionths) && isSmall(this.rest))) this.moveToUnits();
  }

  get amount(): Amount {
    if (this.units !== 0n) {
      this.moveToUnits();
      return fromUnits(this.units);
    }
    let [whole, billionths, rest] = carried(this.whole, this.billionths, this.rest);
    const isBelowZero = whole < 0;
    if (isBelowZero) [whole, billionths, rest] = carried(-whole, -billionths, -rest);
    if (rest === 0) return decimal(isBelowZero, whole, billionths, NINE_DECIMALS);
    const text = `${isBelowZero ? '-' : ''}${whole}.${padded(billionths, NINE_DECIMALS)}${padded(rest, NINE_DECIMALS)}`;
    return canonical(text, text.indexOf('.'));
  }

  private moveToUnits(): void {
    this.units += (BigInt(this.whole) * BILLION + BigInt(this.billionths)) * BILLION + BigInt(this.rest);
    [this.whole, this.billionths, this.rest] = [0, 0, 0];
  }
}

const NINE_DECIMALS = SCALE / 2;
const BILLION = 10n ** BigInt(NINE_DECIMALS);
/** With a sign: so many digits before the point are a small integer. */
const WHOLE_DIGITS = 15;

/** The same sum with its decimals from zero on and below a billion: below zero, its whole credits alone are negative. */
function carried(whole: number, billionths: number, rest: number): [whole: number, billionths: number, rest: number] {
  const ofRest = Math.floor(rest / 1e9);
  const all = billionths + ofRest;
  const ofAll = Math.floor(all / 1e9);
  return [whole + ofAll, all - ofAll * 1e9, rest - ofRest * 1e9];
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

const fromBig = (value: Big): Amount => fromUnits(toUnits(value.toFixed()));
