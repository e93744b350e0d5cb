import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { Field, TextArea, TextInput } from '../../../ui/field.js';
import { useDraft } from '../draft.js';
import { isAmount, isCountOrEmpty, linesIn, scopeDraft, scopeIn } from '../entered.js';
import { ScopeFields } from '../scope-fields.js';

export type Plan = Schemas['PlanOfferAnswer'];
type Props = {
  /** Null: a new one. */
  readonly known: Plan | null;
  readonly onClose: () => void;
};

const draftOf = (known: Plan | null) => ({
  ...scopeDraft(known?.scope ?? null),
  plan: known?.plan ?? '',
  name: known?.name ?? '',
  credits: known?.monthlyCredits ?? '',
  hours: known?.refreshHours?.toString() ?? '',
  price: known?.pricePerMonth ?? '',
  description: known?.description ?? '',
  features: known?.features.join('\n') ?? '',
});
type Draft = ReturnType<typeof draftOf>;

const offerIn = (draft: Draft, known: Plan | null): Schemas['DefinePlanBody'] => ({
  name: draft.name.trim(),
  monthlyCredits: draft.credits.trim(),
  refreshHours: draft.hours.trim() === '' ? null : Number(draft.hours),
  scope: scopeIn(draft, known?.scope),
  pricePerMonth: draft.price.trim(),
  description: draft.description.trim() === '' ? null : draft.description.trim(),
  features: linesIn(draft.features),
});

const isReady = ({ plan, name, credits, hours, price }: Draft): boolean =>
  [plan, name].every((each) => each.trim() !== '') && isAmount(credits) && isAmount(price) && isCountOrEmpty(hours);

const said = (known: Plan | null): string =>
  known === null
    ? 'Accounts may choose it from now on. Nobody is on it before that.'
    : `Accounts on ${known.name} get what you enter here with their next cycle; the cycle that runs stays as it is.`;

export function PlanDialog({ known, onClose }: Props) {
  const { commands } = useSession();
  const { draft, entry } = useDraft(draftOf(known));
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title={known === null ? 'New plan' : `Change ${known.name}`}
      says={said(known)}
      verb={known === null ? 'Make it' : 'Change it'}
      isReady={isReady(draft)}
      run={(key) =>
        answerOf(
          commands.PUT('/v1/plans/{plan}', {
            params: { path: { plan: draft.plan.trim() }, header: { 'Idempotency-Key': key } },
            body: offerIn(draft, known),
          }),
        )
      }
    >
      <div className="finance-form">
        <div className="finance-two">
          {known === null && (
            <Field label="Plan id" hint="Letters, digits and . _ : @ | + -">
              <TextInput {...entry('plan')} autoComplete="off" />
            </Field>
          )}
          <Field label="Name">
            <TextInput {...entry('name')} autoComplete="off" />
          </Field>
          <Field label="Credits a month" hint="Of 30 days; each cycle gives its part.">
            <TextInput {...entry('credits')} inputMode="decimal" autoComplete="off" />
          </Field>
          <Field label="Renewed every so many hours" hint="No allowance, if left empty.">
            <TextInput {...entry('hours')} inputMode="numeric" autoComplete="off" />
          </Field>
          <Field label="Price a month">
            <TextInput {...entry('price')} inputMode="decimal" autoComplete="off" />
          </Field>
        </div>
        <ScopeFields entry={entry} />
        <Field label="Description">
          <TextInput {...entry('description')} autoComplete="off" />
        </Field>
        <Field label="Features" hint="One a line.">
          <TextArea {...entry('features')} />
        </Field>
      </div>
    </ActionDialog>
  );
}
