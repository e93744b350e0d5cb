/** That an entry is in what was signed, checked here and not by the service. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { answerOf } from '../../../api/refusal.js';
import { useApi } from '../../../session/session.js';
import { Badge } from '../../../ui/badge.js';
import { Banner } from '../../../ui/banner.js';
import { Button } from '../../../ui/button.js';
import { Field, TextInput } from '../../../ui/field.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { save } from '../download.js';
import { SaveButton } from '../save-button.js';
import type { EntrySearch } from '../search.js';
import { type Proof, checked } from './check.js';

const route = getRouteApi('/audit/proof');

export function ProofView() {
  const { accountId, revision } = route.useSearch();
  return (
    <>
      <Panel title="Which entry" note="The newest checkpoint must have it; one comes every few minutes">
        <EntryForm key={`${accountId} ${revision}`} accountId={accountId ?? ''} revision={revision?.toString() ?? ''} />
      </Panel>
      {accountId !== undefined && revision !== undefined && <Proved accountId={accountId} revision={revision} />}
    </>
  );
}

function EntryForm(known: { readonly accountId: string; readonly revision: string }) {
  const navigate = useNavigate({ from: '/audit/proof' });
  const [accountId, setAccountId] = useState(known.accountId);
  const [revision, setRevision] = useState(known.revision);
  const isReady = accountId.trim() !== '' && /^[1-9]\d{0,14}$/.test(revision.trim());
  const look = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) void navigate({ search: { accountId: accountId.trim(), revision: Number(revision) } });
  };
  return (
    <form className="toolbar" onSubmit={look}>
      <Field label="Account id">
        <TextInput value={accountId} onChange={setAccountId} autoComplete="off" />
      </Field>
      <Field label="Revision of the entry">
        <TextInput value={revision} onChange={setRevision} inputMode="numeric" autoComplete="off" />
      </Field>
      <Button type="submit" tone="primary" disabled={!isReady}>
        Prove it
      </Button>
    </form>
  );
}

function Proved({ accountId, revision }: Required<EntrySearch>) {
  const api = useApi();
  const params = { path: { number: 'newest' }, query: { accountId, revision } };
  const proof = useQuery({
    queryKey: ['proof', accountId, revision],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/audit/checkpoints/{number}/inclusion', { params, signal })),
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
  const saved = () =>
    save(api.GET('/v1/audit/checkpoints/{number}/inclusion', { params, parseAs: 'blob' }), 'proof.json');
  return (
    <Panel
      title={`Entry ${revision} of ${accountId}`}
      actions={<SaveButton label="Save the proof" save={saved} />}
      note="Hashed in this browser"
    >
      <Loaded of={proof}>{(found) => <Checks proof={found} />}</Loaded>
    </Panel>
  );
}

function Checks({ proof }: { readonly proof: Proof }) {
  const [publicKey, setPublicKey] = useState('');
  const checks = useQuery({
    queryKey: ['checked', proof.checkpoint.number, proof.leafHash, publicKey],
    queryFn: () => checked(proof, publicKey),
    staleTime: Infinity,
  });
  return (
    <>
      <Field
        label="Public key (PEM)"
        hint="From somebody you trust, not from this service: without it, nothing says who signed."
      >
        <TextInput value={publicKey} onChange={setPublicKey} autoComplete="off" />
      </Field>
      <Loaded of={checks} label="Checking">
        {(all) => (
          <>
            <Banner
              tone={all.every(({ holds }) => holds) ? 'good' : 'bad'}
              title={
                all.every(({ holds }) => holds)
                  ? `It is leaf ${proof.leafIndex} of checkpoint ${proof.checkpoint.number}`
                  : 'It is not proved'
              }
            />
            <ul className="audit-checks">
              {all.map(({ claim, holds, detail }) => (
                <li key={claim}>
                  <Badge tone={holds ? 'good' : 'bad'}>{holds ? 'holds' : 'does not hold'}</Badge>
                  <div>
                    {claim}
                    <div className="muted">
                      <code>{detail}</code>
                    </div>
                  </div>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </>
  );
}
