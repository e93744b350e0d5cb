/** A price per token as one per million tokens: the point moves by six digits, so that nothing is rounded. */
export function perMillion(price: string): string {
  const [whole = '', fraction = ''] = price.split('.');
  const digits = `${whole}${fraction.padEnd(6, '0').slice(0, 6)}`.replace(/^0+(?=\d)/, '');
  const rest = fraction.slice(6).replace(/0+$/, '');
  return `${digits}.${rest.padEnd(2, '0')}`;
}
