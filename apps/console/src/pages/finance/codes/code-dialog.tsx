import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { Choice, Field, TextInput } from '../../../ui/field.js';
import { useDraft } from '../draft.js';
import { type ScopeDraft, instantIn, isAmount, isCountOrEmpty, localInput, scopeDraft, scopeIn } from '../entered.js';
import { ScopeFields } from '../scope-fields.js';

export type PromoCode = Schemas['PromoCodeAnswer'];
type Props = {
  /** Null: a new one. */
  readonly known: PromoCode | null;
  readonly onClose: () => void;
};

const STATES = { enabled: 'Can be redeemed', disabled: 'Disabled' };

type Draft = ScopeDraft &
  Readonly<Record<'code' | 'amount' | 'most' | 'until' | 'days' | 'end', string>> & {
    readonly state: keyof typeof STATES;
  };

const draftOf = (known: PromoCode | null): Draft => ({
  ...scopeDraft(known?.scope ?? null),
  code: known?.code ?? '',
  amount: known?.amount ?? '',
  most: known?.maxRedemptions?.toString() ?? '',
  until: localInput(known?.expiresAt),
  days: known?.creditExpiresInDays?.toString() ?? '',
  end: localInput(known?.creditExpiresAt),
  state: known?.disabled ? 'disabled' : 'enabled',
});

/** A PUT says everything: what is left empty is not set any more. */
function termsIn(draft: Draft, known: PromoCode | null): Schemas['DefinePromoCodeBody'] {
  const { amount, most, days, state } = draft;
  const scope = scopeIn(draft, known?.scope);
  const until = instantIn(draft.until, known?.expiresAt);
  const end = instantIn(draft.end, known?.creditExpiresAt);
  return {
    amount: amount.trim(),
    ...(scope && { scope }),
    ...(until && { expiresAt: until }),
    ...(end && { creditExpiresAt: end }),
    ...(days.trim() !== '' && { creditExpiresInDays: Number(days) }),
    ...(most.trim() !== '' && { maxRedemptions: Number(most) }),
    disabled: state === 'disabled',
  };
}

const isReady = ({ code, amount, most, days, end }: Draft): boolean =>
  code.trim() !== '' && isAmount(amount) && isCountOrEmpty(most) && isCountOrEmpty(days) && (days === '' || end === '');

function said({ code, amount, state }: Draft, known: PromoCode | null): string {
  if (state === 'disabled') return `${code.trim() || 'It'} can’t be redeemed; what was redeemed stays as it is.`;
  const gives = isAmount(amount) ? `${amount.trim()} promotional credits` : 'these credits';
  if (known === null) return `Whoever redeems it gets ${gives}, each account once.`;
  return `Later redemptions of ${known.code} get ${gives}; what was redeemed stays as it is.`;
}

export function CodeDialog({ known, onClose }: Props) {
  const { commands } = useSession();
  const { draft, entry } = useDraft(draftOf(known));
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title={known === null ? 'New promo code' : `Change ${known.code}`}
      says={said(draft, known)}
      verb={known === null ? 'Make it' : 'Change it'}
      isReady={isReady(draft)}
      run={(key) =>
        answerOf(
          commands.PUT('/v1/promo-codes/{code}', {
            params: { path: { code: draft.code.trim() }, header: { 'Idempotency-Key': key } },
            body: termsIn(draft, known),
          }),
        )
      }
    >
      <div className="finance-form">
        {known === null && (
          <Field label="New code" hint="Letters, digits and . _ : @ | + -">
            <TextInput {...entry('code')} autoComplete="off" />
          </Field>
        )}
        <div className="finance-two">
          <Field label="Credits">
            <TextInput {...entry('amount')} inputMode="decimal" autoComplete="off" />
          </Field>
          <Field label="Most redemptions" hint="No limit, if left empty.">
            <TextInput {...entry('most')} inputMode="numeric" autoComplete="off" />
          </Field>
          <Field label="Can be redeemed until" hint="In your time zone. Always, if left empty.">
            <TextInput {...entry('until')} type="datetime-local" />
          </Field>
          <Field label="State">
            <Choice {...entry('state')} options={STATES} />
          </Field>
          <Field label="Credits expire after days" hint="Never, if left empty.">
            <TextInput {...entry('days')} inputMode="numeric" autoComplete="off" />
          </Field>
          <Field label="Or at" error={draft.days !== '' && draft.end !== '' ? 'One of both' : null}>
            <TextInput {...entry('end')} type="datetime-local" />
          </Field>
        </div>
        <ScopeFields entry={entry} />
      </div>
    </ActionDialog>
  );
}
