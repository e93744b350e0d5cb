import { expect } from '@jest/globals';
import { scavenge } from '../src/scavenge/scavenge.js';
import { EventLog } from '../src/storage/event-log.js';
import { decodeRecordedEvent, type RecordedEvent } from '../src/storage/recorded-event.js';
import { firstReadableRevision } from '../src/storage/stream-catalog.js';
import { proposed } from './scavenged-log.js';

/** What happens between a refused append and its repetition. */
export const MEANWHILE = ['nothing', 'roll-over', 'restart'] as const;
export type Meanwhile = (typeof MEANWHILE)[number];

/**
 * The life of a log whose disk may fail: it is appended to, rolled over, scavenged, closed and opened. Whatever is refused is
 * tried again, as a client does it: the same event at the same revision.
 */
export class LogLife {
  private log!: EventLog;
  readonly notices: string[] = [];
  private readonly acknowledged = new Map<string, string[]>();

  constructor(
    private readonly directory: string,
    private readonly triesAtMost: number,
    private readonly meanwhile: Meanwhile,
  ) {}

  async run(): Promise<void> {
    await this.open();
    for (let round = 0; round < 3; round++) {
      await this.append('kept', [900]);
      await this.append('short', [500, 500]);
    }
    await this.append('$$short', [], { $maxCount: 1 });
    await this.reopen();
    this.log.rollOver();
    await this.append('kept', [10]);
    await this.again(() => scavenge(this.log.parts, () => false));
    await this.append('kept', [900]);
    await this.append('short', [900]);
    await this.check();
    await this.reopen();
    await this.check();
    await this.append('kept', [10]);
    await this.close();
  }

  private async open(): Promise<void> {
    const { directory } = this;
    const sizes = { segmentBytes: 2000, cachedStreamBytes: 500, recentIds: 100 };
    this.log = await this.again(() =>
      EventLog.open({ directory, isDurable: true, ...sizes, notice: (sentence) => this.notices.push(sentence) }),
    );
  }

  /** What can't be closed is not open afterwards either. */
  private close(): Promise<void> {
    return this.log.close().catch(() => undefined);
  }

  private async reopen(): Promise<void> {
    await this.close();
    await this.open();
  }

  private async append(name: string, sizes: readonly number[], json?: object): Promise<void> {
    const bodies = json ? [Buffer.from(JSON.stringify(json))] : sizes.map((bytes) => Buffer.alloc(bytes, 1));
    const events = bodies.map((data) => proposed('Filled', data));
    const ids = this.acknowledged.get(name) ?? [];
    const expected = ids.length === 0 ? 'no_stream' : ids.length - 1;
    const outcome = await this.again(
      () => this.log.writer.append(name, expected, events),
      () => this.letPass(),
    );
    ids.push(...events.map(({ id }) => id));
    this.acknowledged.set(name, ids);
    expect(outcome).toMatchObject({ kind: 'success', revision: ids.length - 1 });
  }

  /** Nobody reads what a scavenge may take out: of `short` the last event is left. */
  private async check(): Promise<void> {
    const all = await this.again(() => readAll(this.log));
    const told = (name: string) => all.filter(({ streamName }) => streamName === name).map(({ id }) => id);
    expect(told('kept')).toEqual(this.acknowledged.get('kept'));
    expect(told('short').slice(-1)).toEqual(this.acknowledged.get('short')?.slice(-1));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const name of ['kept', 'short']) {
      const { first, ids } = await this.again(() => readStream(this.log, name));
      expect(ids).toEqual(this.acknowledged.get(name)?.slice(first));
    }
  }

  /** The disk fails only so often. */
  private async again<Result>(
    attempt: () => Result | Promise<Result>,
    meanwhile: () => void | Promise<void> = () => undefined,
  ): Promise<Result> {
    for (let tries = 1; ; tries++)
      try {
        return await attempt();
      } catch (error) {
        if (tries === this.triesAtMost) throw error;
        await meanwhile();
      }
  }

  private async letPass(): Promise<void> {
    if (this.meanwhile === 'roll-over') this.log.rollOver();
    if (this.meanwhile !== 'restart') return;
    // Somebody else's event, smaller than what was refused.
    await this.log.writer.append('else', 'any', [proposed('Small', Buffer.alloc(0))]).catch(() => undefined);
    await this.reopen();
  }
}

function readAll({ reader }: EventLog): RecordedEvent[] {
  const all: RecordedEvent[] = [];
  for (let at = 1; ; at = (all[all.length - 1] as RecordedEvent).position + 1) {
    const page = reader.forwards(at, 1000);
    if (page.length === 0) return all;
    all.push(...page.map(({ record }) => decodeRecordedEvent(record)));
  }
}

function readStream({ catalog, reader }: EventLog, name: string): { first: number; ids: string[] } {
  const stream = catalog.find(name);
  if (!stream) throw new Error(`${name} is not known.`);
  const first = firstReadableRevision(stream);
  const ids: string[] = [];
  for (let page = reader.streamForwards(stream, first, 100); page.length > 0;) {
    ids.push(...page.map(({ record }) => decodeRecordedEvent(record).id));
    page = reader.streamForwards(stream, first + ids.length, 100);
  }
  return { first, ids };
}
