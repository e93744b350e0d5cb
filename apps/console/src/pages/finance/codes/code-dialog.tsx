import { useState } from 'react';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { Choice, Field, TextInput } from '../../../ui/field.js';
import { isAmount, isCount } from '../entered.js';

type PromoCode = Schemas['PromoCodeAnswer'];
type Props = {
  /** Null: a new one. */
  readonly known: PromoCode | null;
  readonly onClose: () => void;
  readonly onDone: (made: PromoCode) => void;
};

const STATES = { enabled: 'Can be redeemed', disabled: 'Disabled' };

export function CodeDialog({ known, onClose, onDone }: Props) {
  const { commands } = useSession();
  const [code, setCode] = useState(known?.code ?? '');
  const [amount, setAmount] = useState(known?.amount ?? '');
  const [most, setMost] = useState(known?.maxRedemptions?.toString() ?? '');
  const [days, setDays] = useState(known?.creditExpiresInDays?.toString() ?? '');
  const [state, setState] = useState<keyof typeof STATES>(known?.disabled ? 'disabled' : 'enabled');
  const isReady =
    code.trim() !== '' && isAmount(amount) && [most, days].every((each) => each.trim() === '' || isCount(each));
  const run = (key: string) =>
    answerOf(
      commands.PUT('/v1/promo-codes/{code}', {
        params: { path: { code: code.trim() }, header: { 'Idempotency-Key': key } },
        body: {
          amount: amount.trim(),
          ...(most.trim() !== '' && { maxRedemptions: Number(most) }),
          ...(days.trim() !== '' && { creditExpiresInDays: Number(days) }),
          // What is not changed here stays: a PUT says everything.
          ...(known?.scope && { scope: known.scope }),
          ...(known?.expiresAt && { expiresAt: known.expiresAt }),
          ...(days.trim() === '' && known?.creditExpiresAt && { creditExpiresAt: known.creditExpiresAt }),
          disabled: state === 'disabled',
        },
      }),
    );
  const says =
    known === null
      ? 'Whoever redeems it gets these credits, each account once.'
      : 'Later redemptions get what you enter here; what was redeemed stays as it is.';
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title={known === null ? 'New promo code' : `Change ${known.code}`}
      says={says}
      verb={known === null ? 'Make it' : 'Change it'}
      isReady={isReady}
      run={run}
      onDone={onDone}
    >
      <div className="finance-form">
        {known === null && (
          <Field label="New code" hint="Letters, digits and . _ : @ | + -">
            <TextInput value={code} onChange={setCode} autoComplete="off" />
          </Field>
        )}
        <div className="finance-two">
          <Field label="Credits">
            <TextInput value={amount} onChange={setAmount} inputMode="decimal" autoComplete="off" />
          </Field>
          <Field label="Most redemptions" hint="No limit, if left empty.">
            <TextInput value={most} onChange={setMost} inputMode="numeric" autoComplete="off" />
          </Field>
          <Field label="Credits expire after days" hint="Never, if left empty.">
            <TextInput value={days} onChange={setDays} inputMode="numeric" autoComplete="off" />
          </Field>
          <Field label="State">
            <Choice value={state} onChange={setState} options={STATES} />
          </Field>
        </div>
      </div>
    </ActionDialog>
  );
}
