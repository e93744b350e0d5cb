import { exactAmount, shortAmount, signedAmount } from '../format/amounts.js';
import { isNegative, isPositive } from '../format/decimals.js';
import { classes } from './classes.js';

type Props = {
  readonly amount: string;
  /** Green where it comes in, red where it goes out, with its sign. */
  readonly signed?: boolean;
  /** How many decimals are shown; the rest is on hover. */
  readonly decimals?: number;
};

/** A decimal string of the API: never rounded, cut only where it says so. */
export const AmountText = ({ amount, signed = false, decimals }: Props) => (
  <span
    className={classes(
      'amount',
      signed && isPositive(amount) && 'amount-in',
      signed && isNegative(amount) && 'amount-out',
    )}
    title={exactAmount(amount)}
  >
    {signed ? signedAmount(amount, decimals) : shortAmount(amount, decimals)}
  </span>
);
