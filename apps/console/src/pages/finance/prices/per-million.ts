/** Prices per token as people read and enter them, per million tokens: the point moves by six digits, so that nothing is rounded. */
const MOVED = 6;

export function perMillion(price: string): string {
  const [whole = '', fraction = ''] = price.split('.');
  const digits = `${whole}${fraction.padEnd(MOVED, '0').slice(0, MOVED)}`.replace(/^0+(?=\d)/, '');
  const rest = fraction.slice(MOVED).replace(/0+$/, '');
  return `${digits}.${rest.padEnd(2, '0')}`;
}

/** A token's price has 12 decimals at most, so that of a million has six. */
export const isPerMillion = (text: string): boolean => /^(0|[1-9]\d{0,11})(\.\d{1,6})?$/.test(text.trim());

export function perToken(entered: string): string {
  const [whole = '', fraction = ''] = entered.trim().split('.');
  const digits = whole.padStart(MOVED + 1, '0');
  const decimals = `${digits.slice(-MOVED)}${fraction}`.replace(/0+$/, '');
  return `${digits.slice(0, -MOVED)}${decimals === '' ? '' : `.${decimals}`}`;
}
