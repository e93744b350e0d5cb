/** What was signed of the whole log, and how anybody checks it without trusting this service. */
import { useApi } from '../../session/session.js';
import type { Schemas } from '#client/client.js';
import { usePaged } from '../../api/pages.js';
import { answerOf } from '../../api/refusal.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { ListFoot } from '../../ui/list-foot.js';
import { Loaded } from '../../ui/loaded.js';
import { Panel } from '../../ui/panel.js';
import { Empty } from '../../ui/states.js';
import { TimeText } from '../../ui/time-text.js';
import { save } from './download.js';
import { SaveButton } from './save-button.js';

type Checkpoint = Schemas['CheckpointView'];

const COLUMNS: readonly Column<Checkpoint>[] = [
  { id: 'number', header: 'No.', align: 'end', width: '4rem', cell: ({ number }) => number },
  { id: 'made', header: 'Signed', width: '11rem', cell: ({ madeAt }) => <TimeText at={madeAt} /> },
  { id: 'size', header: 'Events', align: 'end', width: '7rem', cell: ({ size }) => size.toLocaleString('en-US') },
  { id: 'root', header: 'Root of the tree', cell: ({ rootHash }) => <code className="audit-hash">{rootHash}</code> },
  {
    id: 'keys',
    header: 'Key',
    width: '10rem',
    cell: ({ signatures }) => <code>{signatures.map(({ keyId }) => keyId).join(' ')}</code>,
  },
];

export function CheckpointsView() {
  const api = useApi();
  const list = usePaged<Checkpoint>({
    key: ['checkpoints'],
    page: (cursor, signal) =>
      answerOf(
        api.GET('/v1/audit/checkpoints', { params: { query: { limit: 50, ...(cursor && { cursor }) } }, signal }),
      ),
  });
  return (
    <>
      <Panel title="Checkpoints" note="Each signs the Merkle tree over all events before it; the newest first" flush>
        <Loaded of={list.query}>
          {() =>
            list.rows.length === 0 ? (
              <Empty title="Nothing is signed yet">The first one comes minutes after the first event.</Empty>
            ) : (
              <DataTable
                label="Checkpoints"
                rows={list.rows}
                columns={COLUMNS}
                rowKey={({ number }) => String(number)}
                onEnd={list.more}
                minWidth="56rem"
                foot={<ListFoot of={list} noun={list.rows.length === 1 ? 'checkpoint' : 'checkpoints'} />}
              />
            )
          }
        </Loaded>
      </Panel>
      <Offline
        saveExport={() => save(api.GET('/v1/audit/export', { parseAs: 'blob' }), 'drawdown.ndjson')}
        saveNewest={() =>
          save(
            api.GET('/v1/audit/checkpoints/{number}', { params: { path: { number: 'newest' } }, parseAs: 'blob' }),
            'checkpoint.json',
          )
        }
      />
    </>
  );
}

type OfflineProps = { readonly saveExport: () => Promise<void>; readonly saveNewest: () => Promise<void> };

const Offline = ({ saveExport, saveNewest }: OfflineProps) => (
  <Panel title="Check it without trusting anybody" note="It needs no service, only the files and the public key">
    <ol className="audit-steps">
      <li>
        Get the public key from somebody you trust, once. Whoever runs the service has it as{' '}
        <code>checkpoint-key.pub.pem</code>.
      </li>
      <li>
        Keep the newest checkpoint whenever you look: from then on nothing before it can be taken back.{' '}
        <SaveButton label="Save the newest checkpoint" save={saveNewest} />
      </li>
      <li>
        Save the whole ledger, with what was signed. <SaveButton label="Save the export" save={saveExport} />
      </li>
      <li>
        Verify it. It says how many events are signed, or names the first that was altered, is missing, was put in or is
        not in its place.
        <code className="audit-command" tabIndex={0}>
          npm run cli -- verify drawdown.ndjson --key checkpoint-key.pub.pem --checkpoint checkpoint.json
        </code>
      </li>
    </ol>
  </Panel>
);
