/** Services that the client has stubs of and no methods, called as it calls its own. */
import type { Credentials, EventStoreDBClient } from '@eventstore/db-client';
import type { MonitoringClient } from '@eventstore/db-client/generated/monitoring_grpc_pb.js';

/** What any stub takes behind the request. */
type Call = Required<Parameters<MonitoringClient['stats']>>;
type CallArguments = [metadata: Call[1], options: Call[2]];

interface Inner {
  callArguments(options: { credentials?: Credentials }): CallArguments;
  execute<Stub, Answer>(
    stub: abstract new (...args: never[]) => Stub,
    name: string,
    act: (stub: Stub) => Promise<Answer>,
  ): Promise<Answer>;
}

type Callback<Answer> = (error: Error | null, answer: Answer) => void;

export const withStub = <Stub, Answer>(
  client: EventStoreDBClient,
  stub: abstract new (...args: never[]) => Stub,
  act: (stub: Stub) => Promise<Answer>,
): Promise<Answer> => (client as unknown as Inner).execute(stub, stub.name, act);

/** Who calls, as the client tells of its own calls; without `credentials` whom its connection string names. */
export const callArguments = (client: EventStoreDBClient, credentials?: Credentials) =>
  (client as unknown as Inner).callArguments(credentials ? { credentials } : {});

/** `done`, or the server's name for the failure. */
export const rawOutcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ metadata, code }: { metadata: CallArguments[0]; code: number }) =>
      String(metadata.get('exception')[0] ?? `status ${code}`),
  );

/** The answer to a unary call. */
export const answerTo = <Answer>(call: (answered: Callback<Answer>) => unknown): Promise<Answer> =>
  new Promise((resolve, reject) => void call((error, answer) => (error ? reject(error) : resolve(answer))));
