import { useState } from 'react';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { localTime } from '../../../format/times.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { Button } from '../../../ui/button.js';
import { Field, TextArea, TextInput } from '../../../ui/field.js';
import {
  type ModelDraft,
  type PricesDraft,
  TOKENS,
  type TokenPrice,
  bodyOf,
  isReady,
  modelDraft,
  tierDraft,
} from './price-draft.js';

type Props = {
  /** Null: a model that has no price yet. */
  readonly known: Schemas['ModelAnswer'] | null;
  readonly onClose: () => void;
};

export function PriceDialog({ known, onClose }: Props) {
  const { commands } = useSession();
  const [draft, setDraft] = useState(() => modelDraft(known));
  const change = (changes: Partial<ModelDraft>): void => setDraft((before) => ({ ...before, ...changes }));
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title={known === null ? 'Price a model' : `New prices of ${known.id}`}
      says={said(draft)}
      verb="Set prices"
      isReady={isReady(draft)}
      run={(key) =>
        answerOf(
          commands.PUT('/v1/models/{id}', {
            params: { path: { id: draft.model.trim() }, header: { 'Idempotency-Key': key } },
            body: bodyOf(draft),
          }),
        )
      }
    >
      <div className="finance-form">
        <div className="finance-two">
          {known === null && (
            <Field label="Model" hint="As charges name it: vendor/model">
              <TextInput value={draft.model} onChange={(model) => change({ model })} autoComplete="off" />
            </Field>
          )}
          <Field label="In force from" hint="In your time zone. Now, if left empty.">
            <TextInput type="datetime-local" value={draft.from} onChange={(from) => change({ from })} />
          </Field>
        </div>
        <Prices draft={draft} onChange={change} empty="What is left empty costs as input, reasoning as output." />
        <Tiers draft={draft} onChange={change} />
      </div>
    </ActionDialog>
  );
}

function said({ model, from }: ModelDraft): string {
  const of = model.trim() === '' ? 'the model' : model.trim();
  const when = from === '' ? 'From now on' : `From ${localTime(new Date(from).toISOString())} on`;
  return `${when}, usage of ${of} costs what you enter here, all of it: prices before are not mixed in. What was charged keeps its prices.`;
}

type PricesProps = {
  readonly draft: PricesDraft;
  readonly onChange: (changes: Partial<PricesDraft>) => void;
  readonly empty: string;
};

const Prices = ({ draft, onChange, empty }: PricesProps) => (
  <fieldset className="finance-fields">
    <legend>Credits per million tokens</legend>
    <div className="finance-three">
      {(Object.entries(TOKENS) as [TokenPrice, string][]).map(([name, label]) => (
        <Field key={name} label={label}>
          <TextInput
            value={draft[name]}
            onChange={(value) => onChange({ [name]: value })}
            inputMode="decimal"
            autoComplete="off"
          />
        </Field>
      ))}
    </div>
    <p className="muted">{empty}</p>
    <Field label="Units" hint="One a line, with credits per unit: image 0.04">
      <TextArea value={draft.units} onChange={(units) => onChange({ units })} />
    </Field>
  </fieldset>
);

type TiersProps = { readonly draft: ModelDraft; readonly onChange: (changes: Partial<ModelDraft>) => void };

function Tiers({ draft: { tiers }, onChange }: TiersProps) {
  const add = (): void => onChange({ tiers: [...tiers, tierDraft(1 + Math.max(0, ...tiers.map(({ id }) => id)))] });
  return (
    <>
      {tiers.map((tier, nth) => {
        const change = (changes: Partial<typeof tier>): void =>
          onChange({ tiers: tiers.map((each) => (each === tier ? { ...each, ...changes } : each)) });
        return (
          <section key={tier.id} className="finance-tier" aria-label={`Long prompts ${nth + 1}`}>
            <Field label="For whole requests whose prompt has more tokens than">
              <TextInput
                value={tier.above}
                onChange={(above) => change({ above })}
                inputMode="numeric"
                autoComplete="off"
              />
            </Field>
            <Prices draft={tier} onChange={change} empty="What is left empty costs as it does in short prompts." />
            <Button small onClick={() => onChange({ tiers: tiers.filter((each) => each !== tier) })}>
              Remove these prices
            </Button>
          </section>
        );
      })}
      <Button small onClick={add}>
        Other prices for long prompts
      </Button>
    </>
  );
}
