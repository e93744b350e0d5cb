import { randomUUID } from 'node:crypto';
import type { EventLog } from '../storage/event-log.js';
import { METADATA_EVENT_TYPE, metastreamOf } from '../storage/stream-settings.js';

export interface ScavengeRequest {
  readonly threads: number;
  readonly startFromSegment: number;
}

export type ScavengeResult = 'Started' | 'InProgress' | 'Stopped';

export interface ScavengeAnswer {
  readonly scavengeId: string;
  readonly result: ScavengeResult;
}

/** No such scavenge is under way. */
export class UnknownScavenge extends Error {}

interface CurrentScavenge {
  readonly id: string;
  isStopping: boolean;
  readonly ended: Promise<void>;
}

const HISTORY = '$scavenges';
const HISTORY_KEPT_SECONDS = 30 * 24 * 3600;
const JSON_CONTENT = 'application/json';
const LINK_CONTENT = 'application/octet-stream';

/** One scavenge at a time, as on the server; `$scavenges` and `$scavenges-<id>` tell of each, as there. */
export class Scavenger {
  private current: CurrentScavenge | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly nodeEndpoint: () => string,
    private readonly notice: (sentence: string) => void,
  ) {}

  start(request: ScavengeRequest): ScavengeAnswer {
    if (this.current) return { scavengeId: this.current.id, result: 'InProgress' };
    const id = randomUUID();
    const ended = this.run(id, request).finally(() => (this.current = undefined));
    this.current = { id, isStopping: false, ended };
    return { scavengeId: id, result: 'Started' };
  }

  /** The segment that is being written is left as it was. */
  stop(scavengeId: string): ScavengeAnswer {
    if (this.current?.id !== scavengeId) throw new UnknownScavenge(`No scavenge ${scavengeId} is under way.`);
    this.current.isStopping = true;
    return { scavengeId, result: 'Stopped' };
  }

  /** Stops what is under way and resolves when it has ended. */
  async end(): Promise<void> {
    if (this.current) this.current.isStopping = true;
    await this.current?.ended;
  }

  private async run(scavengeId: string, { threads, startFromSegment }: ScavengeRequest): Promise<void> {
    const startedAt = Date.now();
    const nodeEndpoint = this.nodeEndpoint();
    try {
      this.log.rollOver();
      await this.tell(scavengeId, '$scavengeStarted', { nodeEndpoint, threads, startFromChunk: startFromSegment });
      const isStopping = () => this.current?.isStopping === true;
      const { spaceSavedBytes } = await this.log.scavenge({ startFromSegment, isStopping });
      const result = isStopping() ? 'Stopped' : 'Success';
      await this.tellEnd(scavengeId, startedAt, { result, error: '', spaceSaved: spaceSavedBytes });
    } catch (cause) {
      const error = cause instanceof Error ? cause.message : String(cause);
      this.notice(`Scavenge ${scavengeId} failed: ${error}`);
      await this.tellEnd(scavengeId, startedAt, { result: 'Errored', error, spaceSaved: 0 }).catch(() => undefined);
    }
  }

  private tellEnd(scavengeId: string, startedAt: number, outcome: object): Promise<void> {
    const timeTaken = `${((Date.now() - startedAt) / 1000).toFixed(3)} s`;
    return this.tell(scavengeId, '$scavengeCompleted', { nodeEndpoint: this.nodeEndpoint(), timeTaken, ...outcome });
  }

  /** The event is in the scavenge's own stream; the stream of all of them has a link to its first. */
  private async tell(scavengeId: string, type: string, data: object): Promise<void> {
    const stream = `${HISTORY}-${scavengeId}`;
    if (type === '$scavengeStarted') {
      await this.append(metastreamOf(stream), METADATA_EVENT_TYPE, JSON.stringify({ $maxAge: HISTORY_KEPT_SECONDS }));
      await this.append(HISTORY, '$>', `0@${stream}`, LINK_CONTENT);
    }
    await this.append(stream, type, JSON.stringify({ scavengeId, ...data }));
  }

  private async append(stream: string, type: string, data: string, contentType = JSON_CONTENT): Promise<void> {
    const event = { id: randomUUID(), type, contentType, metadata: Buffer.alloc(0), data: Buffer.from(data) };
    await this.log.writer.append(stream, 'any', [event]);
  }
}
