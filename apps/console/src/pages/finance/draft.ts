import { useState } from 'react';

/** What is being entered, by the name of each field: `<TextInput {...entry('amount')} />`. */
export function useDraft<Draft extends Readonly<Record<string, string>>>(initial: Draft) {
  const [draft, setDraft] = useState(initial);
  const entry = <Name extends keyof Draft>(name: Name) => ({
    value: draft[name],
    onChange: (value: Draft[Name]): void => setDraft((before) => ({ ...before, [name]: value })),
  });
  return { draft, entry };
}
