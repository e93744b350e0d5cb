import { randomUUID } from 'node:crypto';
import type { EventLog } from '../storage/event-log.js';
import type { AppendOutcome } from '../storage/log-writer.js';
import { BINARY_CONTENT, JSON_CONTENT } from '../storage/recorded-event.js';
import { METADATA_EVENT_TYPE, metastreamOf } from '../storage/stream-settings.js';
import {
  COMPLETED,
  HISTORY,
  HISTORY_METADATA,
  STARTED,
  streamOf,
  timeSpan,
  unfinishedScavenges,
} from './scavenge-streams.js';
import { scavenge } from './scavenge.js';

export type ScavengeResult = 'Started' | 'InProgress' | 'Stopped';

export interface ScavengeAnswer {
  readonly scavengeId: string;
  readonly result: ScavengeResult;
}

/** No such scavenge is under way. */
export class UnknownScavenge extends Error {
  /** Of the one that is, if there is one. */
  constructor(readonly currentId = '') {
    super('Scavenge Id does not exist');
  }
}

interface ScavengeOutcome {
  readonly result: 'Success' | 'Stopped' | 'Failed';
  readonly error: string | null;
  readonly spaceSaved: number;
}

interface CurrentScavenge {
  readonly id: string;
  isStopping: boolean;
  readonly ended: Promise<void>;
}

/** Stands for the id of whichever scavenge is under way. */
const CURRENT = 'current';

/** One scavenge at a time, as on the server; `$scavenges` and `$scavenges-<id>` record each, as there. */
export class Scavenger {
  private current: CurrentScavenge | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly nodeEndpoint: () => string,
    private readonly notice: (sentence: string) => void,
  ) {}

  /** Of the one that is under way; empty when there is none. */
  get currentId(): string {
    return this.current?.id ?? '';
  }

  start(): ScavengeAnswer {
    if (this.current) return { scavengeId: this.current.id, result: 'InProgress' };
    const id = randomUUID();
    const ended = this.run(id).finally(() => (this.current = undefined));
    this.current = { id, isStopping: false, ended };
    return { scavengeId: id, result: 'Started' };
  }

  /** Resolves when it has ended. The segment that is being written is left as it was. */
  async stop(scavengeId: string): Promise<ScavengeAnswer> {
    const { current } = this;
    if (!current || ![current.id, CURRENT].includes(scavengeId)) throw new UnknownScavenge(current?.id);
    await this.end();
    return { scavengeId: current.id, result: 'Stopped' };
  }

  /** Stops what is under way and resolves when it has ended. */
  async end(): Promise<void> {
    if (this.current) this.current.isStopping = true;
    await this.current?.ended;
  }

  /** Records at a start that scavenges which a crash cut short have ended. */
  async endInterrupted(): Promise<void> {
    const outcome = { result: 'Failed', error: 'The node was restarted.', spaceSaved: 0 } as const;
    for (const scavengeId of unfinishedScavenges(this.log)) await this.recordEnd(scavengeId, 0, outcome);
  }

  private async run(scavengeId: string): Promise<void> {
    const startedAt = performance.now();
    const tookMs = () => Math.round(performance.now() - startedAt);
    try {
      this.log.rollOver();
      await this.describe(HISTORY);
      await this.describe(streamOf(scavengeId));
      await this.record(scavengeId, STARTED, {});
      const isStopping = () => this.current?.isStopping === true;
      const { spaceSavedBytes } = await scavenge(this.log.parts, isStopping);
      const result = isStopping() ? 'Stopped' : 'Success';
      await this.recordEnd(scavengeId, tookMs(), { result, error: null, spaceSaved: spaceSavedBytes });
    } catch (cause) {
      const error = cause instanceof Error ? cause.message : String(cause);
      this.notice(`Scavenge ${scavengeId} failed: ${error}`);
      await this.recordEnd(scavengeId, tookMs(), { result: 'Failed', error, spaceSaved: 0 }).catch(() => undefined);
    }
  }

  private recordEnd(scavengeId: string, tookMs: number, outcome: ScavengeOutcome): Promise<void> {
    return this.record(scavengeId, COMPLETED, { timeTaken: timeSpan(tookMs), ...outcome });
  }

  /** The event is in the scavenge's own stream; the stream of all of them has a link to it. */
  private async record(scavengeId: string, type: string, data: object): Promise<void> {
    const stream = streamOf(scavengeId);
    const recorded = JSON.stringify({ scavengeId, nodeEndpoint: this.nodeEndpoint(), ...data });
    const outcome = await this.append(stream, type, recorded);
    if (outcome.kind === 'success') await this.append(HISTORY, '$>', `${outcome.revision}@${stream}`, BINARY_CONTENT);
  }

  private async describe(stream: string): Promise<void> {
    const metastream = metastreamOf(stream);
    if (!this.log.catalog.find(metastream)) await this.append(metastream, METADATA_EVENT_TYPE, HISTORY_METADATA);
  }

  private append(stream: string, type: string, data: string, contentType = JSON_CONTENT): Promise<AppendOutcome> {
    const event = { id: randomUUID(), type, contentType, metadata: Buffer.alloc(0), data: Buffer.from(data) };
    return this.log.writer.append(stream, 'any', [event]);
  }
}
