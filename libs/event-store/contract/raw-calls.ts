/** Services that the client has stubs of and no methods, called as it calls its own. */
import type { EventStoreDBClient } from '@eventstore/db-client';

interface Inner {
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

/** The answer to a unary call. */
export const answerTo = <Answer>(call: (answered: Callback<Answer>) => unknown): Promise<Answer> =>
  new Promise((resolve, reject) => void call((error, answer) => (error ? reject(error) : resolve(answer))));
