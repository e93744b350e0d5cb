/** A promo code by its name: what it gives, how often it was redeemed; made, changed and disabled by an admin. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '#client/client.js';
import { Refusal, answerOf } from '../../../api/refusal.js';
import { useApi, useMay } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { Field, TextInput } from '../../../ui/field.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';
import { Tile, Tiles } from '../../../ui/tile.js';
import { TimeText } from '../../../ui/time-text.js';
import { CodeDialog } from './code-dialog.js';

type PromoCode = Schemas['PromoCodeAnswer'];

export function CodesView() {
  const mayDefine = useMay('define promo codes');
  const [wanted, setWanted] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [defined, setDefined] = useState<PromoCode | 'new' | null>(null);
  const look = (event: FormEvent): void => {
    event.preventDefault();
    setCode(wanted.trim() === '' ? null : wanted.trim());
  };
  return (
    <>
      <Panel
        title="Find a promo code"
        actions={
          mayDefine && (
            <Button small tone="primary" onClick={() => setDefined('new')}>
              New promo code
            </Button>
          )
        }
      >
        <form className="toolbar" onSubmit={look}>
          <Field label="Code">
            <TextInput value={wanted} onChange={setWanted} autoComplete="off" />
          </Field>
          <Button type="submit">Show</Button>
        </form>
      </Panel>
      {code !== null && <Found code={code} change={mayDefine ? setDefined : null} />}
      {defined && (
        <CodeDialog
          known={defined === 'new' ? null : defined}
          onClose={() => setDefined(null)}
          onDone={({ code: made }) => setCode(made)}
        />
      )}
    </>
  );
}

type FoundProps = { readonly code: string; readonly change: ((known: PromoCode) => void) | null };

function Found({ code, change }: FoundProps) {
  const api = useApi();
  const found = useQuery({
    queryKey: ['promo code', code],
    queryFn: async ({ signal }) => {
      try {
        return await answerOf(api.GET('/v1/promo-codes/{code}', { params: { path: { code } }, signal }));
      } catch (error) {
        if (error instanceof Refusal && error.problem.status === 404) return null;
        throw error;
      }
    },
  });
  return (
    <Loaded of={found}>
      {(known) =>
        known === null ? (
          <Panel title={code}>
            <Empty title="There is no such code">Codes are the same in capital and small letters.</Empty>
          </Panel>
        ) : (
          <Panel
            title={known.code}
            note={<Badge tone={known.disabled ? 'bad' : 'good'}>{known.disabled ? 'disabled' : 'enabled'}</Badge>}
            actions={
              change && (
                <Button small onClick={() => change(known)}>
                  Change
                </Button>
              )
            }
          >
            <CodeTiles known={known} />
          </Panel>
        )
      }
    </Loaded>
  );
}

const CodeTiles = ({ known }: { readonly known: PromoCode }) => (
  <Tiles label={`Promo code ${known.code}`}>
    <Tile label="Gives">
      <AmountText amount={known.amount} />
    </Tile>
    <Tile label="Redeemed" note={known.maxRedemptions === null ? 'without limit' : `of ${known.maxRedemptions}`}>
      {known.redeemed}
    </Tile>
    <Tile label="Can be redeemed until">{known.expiresAt === null ? 'always' : <TimeText at={known.expiresAt} />}</Tile>
    <Tile label="Its credits expire">
      {known.creditExpiresAt !== null && <TimeText at={known.creditExpiresAt} />}
      {known.creditExpiresInDays !== null && `after ${known.creditExpiresInDays} days`}
      {known.creditExpiresAt === null && known.creditExpiresInDays === null && 'never'}
    </Tile>
  </Tiles>
);
