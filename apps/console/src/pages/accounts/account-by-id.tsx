/** For keys that may read an account whose id they know, and not list those of others. */
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.js';
import { Field, TextInput } from '../../ui/field.js';

export function AccountById() {
  const navigate = useNavigate();
  const [accountId, setAccountId] = useState('');
  const open = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = accountId.trim();
    if (wanted !== '') void navigate({ to: '/accounts/$accountId', params: { accountId: wanted } });
  };
  return (
    <form className="toolbar" onSubmit={open}>
      <Field label="Account id">
        <TextInput value={accountId} onChange={setAccountId} autoComplete="off" />
      </Field>
      <Button type="submit" tone="primary">
        Open
      </Button>
    </form>
  );
}
