/**
 * Arithmetic of the proofs, apart from the ledger's own (libs/domain/money.ts): what the replay checks must not be
 * computed by what it checks. An amount is an integer number of 10^-18 credits.
 */
export const DECIMALS = 18;

/** The units that a plain decimal says. Throws on anything else, and on more than 18 decimals. */
export function units(decimal: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(decimal);
  if (!match) throw new RangeError(`Not a decimal of at most ${DECIMALS} places: ${decimal.slice(0, 60)}`);
  const [, sign = '', whole = '', fraction = ''] = match;
  const magnitude = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

/** As the API writes amounts: at least two decimals, no trailing zeros beyond them. */
export function decimal(value: bigint): string {
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '').padEnd(2, '0');
  return `${sign}${digits.slice(0, -DECIMALS)}.${fraction}`;
}

export const total = (amounts: Iterable<bigint>): bigint => {
  let sum = 0n;
  for (const each of amounts) sum += each;
  return sum;
};
