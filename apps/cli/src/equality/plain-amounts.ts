/** Credits as whole numbers of 10⁻¹⁸. */
const DECIMALS = 18;

export function units(text: string): bigint {
  const [, minus, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(text) ?? [];
  const all = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return minus ? -all : all;
}

export function shown(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '').padEnd(2, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}.${fraction}`;
}
