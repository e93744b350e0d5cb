/** Amounts as the API writes them: decimal strings. They are compared and added as whole numbers of 10⁻¹⁸, never as floats. */

const DECIMALS = 18;

/** How many 10⁻¹⁸ an amount is. */
export function unitsOf(amount: string): bigint {
  const isNegative = amount.startsWith('-');
  const [whole = '0', fraction = ''] = amount.replace(/^-/, '').split('.');
  const units = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return isNegative ? -units : units;
}

/** As the API writes it: at least two decimals, none that says nothing. */
export function amountOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0{1,16}$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}.${fraction}`;
}

export const isZero = (amount: string): boolean => unitsOf(amount) === 0n;
export const isNegative = (amount: string): boolean => unitsOf(amount) < 0n;
export const isPositive = (amount: string): boolean => unitsOf(amount) > 0n;

export const sumOf = (amounts: readonly string[]): string =>
  amountOf(amounts.reduce((sum, amount) => sum + unitsOf(amount), 0n));

export const negated = (amount: string): string => amountOf(-unitsOf(amount));

/** For sorting: below zero where the first is less. */
export function compareAmounts(one: string, other: string): number {
  const difference = unitsOf(one) - unitsOf(other);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** How much of the whole a part is, in percent with two decimals: what a bar is drawn by. 0 of nothing. */
export function percentOf(part: string, whole: string): number {
  const units = unitsOf(whole);
  return units === 0n ? 0 : Number((unitsOf(part) * 10_000n) / units) / 100;
}

/** Where a point of a chart lies. Only that: what is read beside it is the amount itself. */
export const heightOf = (amount: string): number => Number(amount);
