/** An entry: what it changed in words, who asked for it and by which request, and what the log has of it. */
import { TimeText } from '../../ui/time-text.js';
import { type ReplayItem, useRequestOf } from './reads.js';

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)/;

/** `UsageCharged` → `Usage charged` */
export const wordsOf = (type: string): string =>
  type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** A sentence of the API, its times in the viewer's zone. */
const Sentence = ({ text }: { readonly text: string }) =>
  text.split(INSTANT).map((part, nth) => (nth % 2 === 1 ? <TimeText key={nth} at={part} /> : part));

type Props = { readonly item: ReplayItem; readonly title?: string };

export function EntryPanel({ item, title = 'What happened' }: Props) {
  const { revision, type, recordedAt, effectiveAt, actor, data, changes } = item;
  const isLate = recordedAt !== effectiveAt;
  return (
    <section className="panel replay-entry" aria-label="Entry" aria-live="polite">
      <header className="replay-entry-head">
        <span className="muted">
          {title} · entry {revision.toLocaleString('en-US')}
        </span>
        <h2>{wordsOf(type)}</h2>
      </header>
      <ul className="replay-changes">
        {changes.map((sentence) => (
          <li key={sentence}>
            <Sentence text={sentence} />
          </li>
        ))}
      </ul>
      <dl className="facts">
        <dt>Recorded</dt>
        <dd>
          <TimeText at={recordedAt} />
        </dd>
        <dt>In effect</dt>
        <dd>{isLate ? <TimeText at={effectiveAt} /> : 'when it was recorded'}</dd>
        <dt>Asked for by</dt>
        <dd>
          {actor.person === undefined ? actor.key : `${actor.person}, with the key ${actor.key}`}
          {actor.key === 'drawdown' && <span className="muted"> (it fell due by itself)</span>}
        </dd>
        <Request revision={revision} />
      </dl>
      <details className="replay-raw">
        <summary>As it is in the log</summary>
        <pre tabIndex={0} aria-label="Data of the entry">
          {JSON.stringify(data, null, 2)}
        </pre>
      </details>
    </section>
  );
}

function Request({ revision }: { readonly revision: number }) {
  const { data: request } = useRequestOf(revision);
  return (
    <>
      <dt>Request</dt>
      <dd>{request?.idempotencyKey ? <code>{request.idempotencyKey}</code> : <span className="muted">none</span>}</dd>
      <dt>Event</dt>
      <dd>{request ? <code>{request.eventId}</code> : <span className="muted">…</span>}</dd>
    </>
  );
}
