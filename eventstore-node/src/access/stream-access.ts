import type { EventLog } from '../storage/event-log.js';
import { decodeRecordedEvent } from '../storage/recorded-event.js';
import { EVERYONE, parseAcl, type StreamAcl, type StreamAction } from '../storage/stream-acl.js';
import { ALL, isMetastream, metastreamOf, parseObject, streamOfMetastream } from '../storage/stream-settings.js';
import { defaultAcls } from './default-acls.js';
import { isAdmin, isAnonymous, type Principal } from './principal.js';

interface Remembered<Value> {
  readonly revision: number;
  readonly value: Value;
}

interface DefaultAcls {
  readonly user: StreamAcl;
  readonly system: StreamAcl;
}

const SETTINGS = '$settings';
const MOST_REMEMBERED = 10_000;

/** Who may do what to which stream: `$acl` of the stream, else what `$settings` has for its kind, else the server's defaults. */
export class StreamAccess {
  private readonly acls = new Map<string, Remembered<StreamAcl>>();
  private settings: Remembered<DefaultAcls> = { revision: -1, value: { user: {}, system: {} } };

  constructor(
    private readonly log: EventLog,
    private readonly options: { readonly allowAnonymous: boolean },
  ) {}

  allows(principal: Principal, action: StreamAction, streamName: string): boolean {
    if (isAnonymous(principal) && !this.options.allowAnonymous) return false;
    if (streamName === ALL && (action === 'write' || action === 'delete')) return false;
    if (isMetastream(streamName)) {
      if (action === 'delete') return false;
      return this.allowsOn(principal, action === 'read' ? 'metaRead' : 'metaWrite', streamOfMetastream(streamName));
    }
    return this.allowsOn(principal, action, streamName);
  }

  private allowsOn(principal: Principal, action: StreamAction, streamName: string): boolean {
    if (isAdmin(principal)) return true;
    const kind = streamName.startsWith('$') ? 'system' : 'user';
    const roles = this.aclOf(streamName)[action] ?? this.defaultAclsSet()[kind][action] ?? defaultAcls[kind][action];
    return roles.some((role) => role === EVERYONE || role === principal.name || principal.groups.has(role));
  }

  private aclOf(streamName: string): StreamAcl {
    const metastream = metastreamOf(streamName);
    const stream = this.log.catalog.find(metastream);
    if (!stream) return {};
    const known = this.acls.get(metastream);
    if (known?.revision === stream.lastRevision) return known.value;
    const { revision, json } = this.lastJson(metastream);
    const value = parseAcl(json['$acl']);
    if (this.acls.size >= MOST_REMEMBERED) this.acls.delete(this.acls.keys().next().value as string);
    this.acls.set(metastream, { revision, value });
    return value;
  }

  private defaultAclsSet(): DefaultAcls {
    const lastRevision = this.log.catalog.find(SETTINGS)?.lastRevision ?? -1;
    if (lastRevision !== this.settings.revision) {
      const { revision, json } = this.lastJson(SETTINGS);
      const value = { user: parseAcl(json['$userStreamAcl']), system: parseAcl(json['$systemStreamAcl']) };
      this.settings = { revision, value };
    }
    return this.settings.value;
  }

  /** Of the last event on disk: one that is still on its way there binds nobody. */
  private lastJson(streamName: string): { revision: number; json: Record<string, unknown> } {
    const stream = this.log.catalog.find(streamName);
    const [last] = stream ? this.log.reader.streamBackwards(stream, stream.lastRevision, 0, 1) : [];
    return last
      ? { revision: last.revision, json: parseObject(decodeRecordedEvent(last.record).data) }
      : { revision: -1, json: {} };
  }
}
