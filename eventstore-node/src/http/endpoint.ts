import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access, Right } from '../access/access.js';
import type { Faults } from '../faults/faults.js';
import type { Member } from '../services/gossip.js';
import type { Stats } from '../services/node-stats.js';
import type { OperationsParts } from '../services/operations.js';
import type { EventLog } from '../storage/event-log.js';

export interface EndpointParts extends OperationsParts {
  readonly access: Access;
  readonly log: EventLog;
  /** False with --insecure. */
  readonly hasUsers: boolean;
  readonly member: () => Member;
  readonly measure: () => Stats;
  /** Absent unless the node was started with --faults. */
  readonly faults?: Faults | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly body?: unknown;
  /** Instead, for callers who do not accept JSON: the server's first choice in answers to operators. */
  readonly text?: string;
}

/** What a method does at a path. `parameters`: what the path's pattern captures. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
  readonly right: Right;
  answer(parts: EndpointParts, parameters: readonly string[], url: URL): HttpReply | Promise<HttpReply>;
}

export const ok = (body?: unknown, text?: string): HttpReply => ({
  status: 200,
  body,
  ...(text === undefined ? {} : { text }),
});

export const refusal = (status: number, error: string, detail: string): HttpReply => ({
  status,
  body: { error, detail },
});

const asksForJson = ({ headers }: IncomingMessage): boolean =>
  String(headers.accept).toLowerCase().includes('application/json');

export function respond(request: IncomingMessage, response: ServerResponse, reply: HttpReply): void {
  const { status, body, text } = reply;
  if (text !== undefined && !asksForJson(request))
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
  else if (body === undefined) response.writeHead(status).end();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
