/** How amounts are read: thousands apart, a real minus sign, and never a digit that the API did not write. */

const MINUS = '−';
const SHOWN_DECIMALS = 6;

/** All of it: `−1,234.500000015`. */
export function exactAmount(amount: string): string {
  const [whole = '0', fraction] = amount.replace(/^-/, '').split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${amount.startsWith('-') ? MINUS : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Cut, not rounded, with a mark where something is left out: `0.123456…`. */
export function shortAmount(amount: string, decimals = SHOWN_DECIMALS): string {
  const exact = exactAmount(amount);
  const point = exact.indexOf('.');
  return point === -1 || exact.length - point - 1 <= decimals ? exact : `${exact.slice(0, point + 1 + decimals)}…`;
}

/** With a sign for what comes in, too: `+5.00`. */
export const signedAmount = (amount: string, decimals = SHOWN_DECIMALS): string =>
  (amount.startsWith('-') || /^[0.]*$/.test(amount) ? '' : '+') + shortAmount(amount, decimals);
