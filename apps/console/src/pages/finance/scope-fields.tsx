import { Field, TextInput } from '../../ui/field.js';
import type { ScopeDraft } from './entered.js';

type Entry = { readonly value: string; readonly onChange: (value: string) => void };
type Props = { readonly entry: (name: keyof ScopeDraft) => Entry };

/** What credits may pay for: names with commas between them, everything where all three are empty. */
export const ScopeFields = ({ entry }: Props) => (
  <fieldset className="finance-fields">
    <legend>Pays for everything, or only for</legend>
    <div className="finance-three">
      <Field label="Products">
        <TextInput {...entry('products')} autoComplete="off" />
      </Field>
      <Field label="Models">
        <TextInput {...entry('models')} autoComplete="off" />
      </Field>
      <Field label="GPUs">
        <TextInput {...entry('gpus')} autoComplete="off" />
      </Field>
    </div>
    <p className="muted">Several with commas between them.</p>
  </fieldset>
);
