import { readFileSync } from 'node:fs';
import { credentials, Metadata, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import type { SecureNode } from './secure-node.js';

/** The services that the official client has stubs of, and no methods. */
export interface CallTarget {
  readonly address: string;
  readonly credentials: ReturnType<typeof credentials.createInsecure>;
  readonly metadata: Metadata;
}

export const clearTarget = (port: number): CallTarget => ({
  address: `127.0.0.1:${port}`,
  credentials: credentials.createInsecure(),
  metadata: new Metadata(),
});

/** `user`: `name:password`. */
export function secureTarget({ node, certificates }: SecureNode, user?: string): CallTarget {
  const metadata = new Metadata();
  if (user !== undefined) metadata.set('authorization', `Basic ${Buffer.from(user).toString('base64')}`);
  return {
    address: `127.0.0.1:${node.port}`,
    credentials: credentials.createSsl(readFileSync(certificates.ca)),
    metadata,
  };
}

type Callback<Response> = (error: ServiceError | null, response?: Response) => void;

/** The answer to a unary call. */
export const answerTo = <Response>(call: (callback: Callback<Response>) => unknown): Promise<Response> =>
  new Promise(
    (resolve, reject) => void call((error, response) => (error ? reject(error) : resolve(response as Response))),
  );

/** The first messages of a stream of them; then it is cancelled. */
export async function messagesOf<Message>(stream: ClientReadableStream<Message>, count = Infinity): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const message of stream) {
    if (messages.push(message as Message) >= count) break;
  }
  stream.cancel();
  return messages;
}

/** What a call failed with: its status code, and the exception that its trailers name. */
export async function failed(promise: Promise<unknown>): Promise<{ code: number; exception: unknown }> {
  try {
    await promise;
  } catch (error) {
    const { code, metadata } = error as ServiceError;
    return { code, exception: metadata.get('exception')[0] };
  }
  throw new Error('The call succeeded.');
}
