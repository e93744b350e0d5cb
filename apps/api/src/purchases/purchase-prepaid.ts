import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PaymentMethod } from '#domain/account/events.js';
import { amount } from '#domain/money.js';
import { PAYMENT_METHODS, PurchaseAnswer, purchaseAnswer } from './purchase-answer.js';
import { defined, given } from '../validation/defined.js';
import { AmountField, ChoiceField, Field, InstantField, NestedField, isFitString } from '../validation/fields.js';
import { instantOf } from '../validation/instants.js';
import { MetadataField } from '../validation/metadata.js';
import { ScopeBody, scopeOf } from '../validation/scope.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';

export class BonusBody {
  @AmountField() amount!: string;
  @InstantField({ optional: true }) expiresAt?: string;
  @NestedField(ScopeBody, { optional: true }) scope?: ScopeBody;
}

const LONGEST_URL = 2_000;
const isWebAddress = (value: unknown): boolean =>
  isFitString(value, LONGEST_URL) && /^https?:\/\//.test(value) && URL.canParse(value);

export class PurchasePrepaidBody {
  @AmountField() amount!: string;
  @ChoiceField(PAYMENT_METHODS) paymentMethod!: PaymentMethod;
  @ChoiceField(['pending', 'completed'], { optional: true, description: 'Absent: pending' })
  status?: 'pending' | 'completed';
  @Field(
    { must: `must be an http or https address of at most ${LONGEST_URL} characters`, holds: isWebAddress },
    { type: String, format: 'uri', maxLength: LONGEST_URL },
    { optional: true },
  )
  invoiceUrl?: string;
  @NestedField(BonusBody, { optional: true, description: 'Promo credits that come with it' }) bonus?: BonusBody;
  @MetadataField() metadata?: Record<string, string>;
}

export class PurchasePrepaid extends LedgerCommand<PurchasePrepaidBody, PurchaseAnswer> {}

@CommandHandler(PurchasePrepaid)
export class PurchasePrepaidHandler implements ICommandHandler<PurchasePrepaid> {
  constructor(private readonly accounts: Accounts) {}

  async execute({ request }: PurchasePrepaid) {
    const { body } = request;
    const data = {
      amount: amount(body.amount),
      paymentMethod: body.paymentMethod,
      status: body.status ?? 'pending',
      ...defined({ invoiceUrl: body.invoiceUrl, bonus: given(body.bonus, bonusOf), metadata: body.metadata }),
    };
    return this.accounts.execute<'PurchasePrepaid', PurchaseAnswer>(request, 'PurchasePrepaid', data, opened);
  }
}

const bonusOf = ({ amount: credits, expiresAt, scope }: BonusBody) => ({
  amount: amount(credits),
  ...defined({
    expiresAt: given(expiresAt, instantOf),
    scope: given(scope, (each) => scopeOf(each, 'bonus.scope')),
  }),
});

function opened(outcome: Outcome) {
  const completed = outcome.find('PurchaseCompleted');
  return completed
    ? purchaseAnswer(completed.data, 'completed')
    : purchaseAnswer(outcome.entry('PurchaseOpened').data, 'pending');
}
