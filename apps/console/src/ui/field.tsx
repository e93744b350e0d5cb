/** Form fields: a label each, a hint, and what is wrong with what was entered. */
import { Field as BaseField } from '@base-ui/react/field';
import type { ReactNode } from 'react';

type FieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly children: ReactNode;
};

/** Around one `TextInput` or `Choice`, whose label it is. */
export const Field = ({ label, hint, error, children }: FieldProps) => (
  <BaseField.Root className="field" invalid={Boolean(error)}>
    <BaseField.Label className="field-label">{label}</BaseField.Label>
    {children}
    {hint !== undefined && <BaseField.Description className="field-hint muted">{hint}</BaseField.Description>}
    {error && (
      <BaseField.Error className="field-error" match>
        {error}
      </BaseField.Error>
    )}
  </BaseField.Root>
);

type TextInputProps = {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password' | 'search' | 'date' | 'month' | 'datetime-local';
  readonly placeholder?: string;
  readonly autoComplete?: string;
  readonly inputMode?: 'text' | 'decimal' | 'numeric';
  /** Where no `Field` labels it. */
  readonly label?: string;
};

export const TextInput = ({ onChange, type = 'text', label, ...rest }: TextInputProps) => (
  <BaseField.Control
    {...rest}
    className="input"
    type={type}
    aria-label={label}
    onValueChange={(value) => onChange(String(value))}
  />
);

type TextAreaProps = { readonly value: string; readonly onChange: (value: string) => void };

export const TextArea = ({ value, onChange }: TextAreaProps) => (
  <BaseField.Control
    className="input"
    value={value}
    onValueChange={(entered) => onChange(String(entered))}
    render={(props) => <textarea {...(props as object)} rows={3} />}
  />
);

type ChoiceProps<T extends string> = {
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** What is sent → what is read. */
  readonly options: Readonly<Record<T, string>>;
  readonly label?: string;
};

/** One of a few: the browser's own list, which every assistive technology knows. */
export const Choice = <T extends string>({ value, onChange, options, label }: ChoiceProps<T>) => (
  <BaseField.Control
    className="input"
    aria-label={label}
    value={value}
    onValueChange={(chosen) => onChange(chosen as T)}
    render={(props) => (
      <select {...(props as object)}>
        {(Object.entries(options) as [T, string][]).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    )}
  />
);
