/** Stands in for a node of the event store, and answers as a test has it: also as no node should. */
import { once } from 'node:events';
import {
  type Http2Server,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  createSecureServer,
  createServer,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { field, framed, numberField } from '../eventstoredb/lean/codec/message.js';

export const READ = '/event_store.client.streams.Streams/Read';
export const BATCH_APPEND = '/event_store.client.streams.Streams/BatchAppend';
export const GOSSIP = '/event_store.client.gossip.Gossip/Read';

/** Answers one call. */
export type Conduct = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

export type StandIn = {
  readonly port: number;
  readonly url: string;
  /** Connections as they are now. */
  readonly sessions: ReadonlySet<ServerHttp2Session>;
  close(): Promise<void>;
};

export type StandInOptions = { readonly tls?: SecureServerOptions; readonly settings?: object };

const UNIMPLEMENTED = { 'grpc-status': '12' };

/** What is not among the conducts is not served. */
export async function standIn(
  conducts: Readonly<Record<string, Conduct>>,
  { tls, settings = {} }: StandInOptions = {},
): Promise<StandIn> {
  const options = { settings: { maxConcurrentStreams: 100, ...settings } };
  const server = tls ? (createSecureServer({ ...tls, ...options }) as unknown as Http2Server) : createServer(options);
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.once('close', () => sessions.delete(session));
  });
  server.on('sessionError', () => {});
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => {});
    (conducts[String(headers[':path'])] ?? endWith(UNIMPLEMENTED))(stream, headers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `esdb://127.0.0.1:${port}?tls=false`,
    sessions,
    async close() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** No message, and the status in the headers. */
export const endWith =
  (trailers: Readonly<Record<string, string>>): Conduct =>
  (stream) =>
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true });

export const notLeader = (port: number): Readonly<Record<string, string>> => ({
  'grpc-status': '5',
  'grpc-message': 'Leader info available',
  exception: 'not-leader',
  'leader-endpoint-host': '127.0.0.1',
  'leader-endpoint-port': String(port),
});

export const begin = (stream: ServerHttp2Stream): void =>
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });

export function end(stream: ServerHttp2Stream, trailers: Readonly<Record<string, string>> = { 'grpc-status': '0' }) {
  stream.once('wantTrailers', () => stream.sendTrailers(trailers));
  stream.end();
}

/** The messages of a call, as they come. */
export function onMessages(stream: ServerHttp2Stream, onMessage: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
      const next = 5 + rest.readUInt32BE(1);
      onMessage(rest.subarray(5, next));
      rest = rest.subarray(next);
    }
  });
}

/** The correlation id of a `BatchAppendReq`, as the bytes that an answer repeats: it is its first field. */
export const correlationIn = (request: Buffer): Buffer => request.subarray(2, 2 + (request[1] as number));

export const appended = (request: Buffer, revision = 0): Buffer =>
  framed(field(0x0a, correlationIn(request)), field(0x1a, numberField(0x08, revision)));

export const refused = (request: Buffer, code: number, kind: string, detail = Buffer.alloc(0)): Buffer => {
  const type = Buffer.from(`type.googleapis.com/event_store.client.${kind}`);
  const status = [
    numberField(0x08, code),
    field(0x12, Buffer.from(kind)),
    field(0x1a, field(0x0a, type), field(0x12, detail)),
  ];
  return framed(field(0x0a, correlationIn(request)), field(0x12, ...status));
};

/** A node that appends whatever comes. */
export const accepts: Conduct = (stream) => {
  begin(stream);
  onMessages(stream, (request) => stream.write(appended(request)));
  stream.on('end', () => end(stream));
};

/** An event as a read brings it. */
export function readEvent(streamRevision: number, data: unknown = streamRevision): Buffer {
  const label = (name: string, value: string) =>
    field(0x32, field(0x0a, Buffer.from(name)), field(0x12, Buffer.from(value)));
  const labels = [
    label('type', 'Counted'),
    label('content-type', 'application/json'),
    label('created', '638000000000000000'),
  ];
  const id = field(0x0a, field(0x12, Buffer.from('6ba7b810-9dad-11d1-80b4-00c04fd430c8')));
  const name = field(0x12, field(0x1a, Buffer.from('account-any')));
  const places = [
    numberField(0x18, streamRevision),
    numberField(0x20, streamRevision),
    numberField(0x28, streamRevision),
  ];
  const json = field(0x42, Buffer.from(JSON.stringify(data)));
  return framed(field(0x0a, field(0x0a, id, name, ...places, ...labels, json)));
}

export type StandInMember = { readonly port: number; readonly state: number; readonly isAlive?: boolean };
export const LEADER = 8;
export const FOLLOWER = 6;

/** What a node says about its cluster, asked each time. */
export const gossips =
  (members: () => readonly StandInMember[]): Conduct =>
  (stream) => {
    begin(stream);
    const written = members().map(({ port, state, isAlive = true }) => {
      const endpoint = field(0x2a, field(0x0a, Buffer.from('127.0.0.1')), numberField(0x10, port));
      return field(0x0a, numberField(0x18, state), numberField(0x20, isAlive ? 1 : 0), endpoint);
    });
    stream.write(framed(...written));
    end(stream);
  };
