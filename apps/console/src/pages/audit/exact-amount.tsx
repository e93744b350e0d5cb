import { AmountText } from '../../ui/amount-text.js';

/** As many as an amount may have. */
const DECIMALS = 18;

/** To the last digit: books are compared by it. */
export const ExactAmount = ({ amount }: { readonly amount: string }) => (
  <AmountText amount={amount} decimals={DECIMALS} />
);
