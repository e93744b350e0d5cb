/** A statement of an account, as a file: the same text whoever asks for it, whenever. */
import { useState } from 'react';
import { dayBounds } from './days.js';
import { useApi } from '../../session/session.js';
import { Field, TextInput } from '../../ui/field.js';
import { Panel } from '../../ui/panel.js';
import { save } from './download.js';
import { SaveButton } from './save-button.js';

const FORMATS = { html: 'Save as a page that prints', csv: 'Save as CSV', json: 'Save as JSON' } as const;
type Format = keyof typeof FORMATS;

export function StatementView() {
  const api = useApi();
  const [accountId, setAccountId] = useState('');
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const period = dayBounds(first, last);
  const isReady = accountId.trim() !== '' && period !== null;
  const saved = (format: Format) => async (): Promise<void> => {
    if (period === null) return;
    const asked = api.GET('/v1/accounts/{accountId}/statement', {
      params: { path: { accountId: accountId.trim() }, query: { ...period, format } },
      parseAs: 'blob',
    });
    await save(asked, `statement ${accountId.trim()} ${first} ${last}.${format}`);
  };
  return (
    <Panel
      title="Statement of an account"
      note="Opening balance by bucket, every movement, closing balance, and the checkpoint that they rest on"
    >
      <div className="toolbar">
        <Field label="Account id">
          <TextInput value={accountId} onChange={setAccountId} autoComplete="off" />
        </Field>
        <Field label="First day (UTC)">
          <TextInput type="date" value={first} onChange={setFirst} />
        </Field>
        <Field label="Last day (UTC)">
          <TextInput type="date" value={last} onChange={setLast} />
        </Field>
        {(Object.keys(FORMATS) as Format[]).map((format) => (
          <SaveButton key={format} label={FORMATS[format]} isReady={isReady} save={saved(format)} />
        ))}
      </div>
    </Panel>
  );
}
