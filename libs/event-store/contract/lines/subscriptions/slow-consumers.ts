import type { AllStreamResolvedEvent, Position } from '@eventstore/db-client';
import { lineOfItsOwnNode, type Chapter } from '../../contract-line.js';
import { caughtUp, firstOf } from '../../following.js';
import { pause, range } from '../../outcomes.js';
import { connect, type ServerUnderContract } from '../../server-under-contract.js';
import { numbered, numberOf } from '../../streams.js';

const COUNT = 1_500;

export const slowConsumers: Chapter = {
  title: 'Consumers that can not keep up',
  lines: [
    lineOfItsOwnNode(
      'it needs load',
      'A live consumer that takes nothing is cut off with ABORTED … Consumer too slow; what it has and what follows is all there is',
      { type: 'timeout', code: 10, isTooSlow: true, isCutOff: true, numbers: range(0, COUNT - 1) },
      async (startNode) => {
        const { client, get, disconnect } = connect((await startNode(['--max-waiting-events', '100'])).url);
        const subscription = client.subscribeToAll();
        await caughtUp(subscription);
        for (let first = 0; first < COUNT; first += 50)
          await client.appendToStream('busy', numbered(first, 50, 'x'.repeat(500)));
        while ((await cutOff(get)) === 0) await pause(20);
        const seen: AllStreamResolvedEvent[] = [];
        const failure = await drain(subscription, seen);
        const isCutOff = seen.length < COUNT;
        const fromPosition = seen.at(-1)?.event?.position as Position;
        const rest = await firstOf(COUNT - seen.length, client.subscribeToAll({ fromPosition }));
        await disconnect();
        const isTooSlow = failure?.message.includes('Consumer too slow to handle event while live') ?? false;
        return {
          type: failure?.type,
          code: failure?.code,
          isTooSlow,
          isCutOff,
          numbers: [...seen, ...rest].map(numberOf),
        };
      },
    ),
  ],
};

/** How many subscriptions the node has cut off. */
async function cutOff(get: ServerUnderContract['get']): Promise<number> {
  const { es } = JSON.parse((await get('/stats')).body) as { es: { subscriptions: { cutOff: number } } };
  return es.subscriptions.cutOff;
}

interface Failure {
  readonly type: string;
  readonly code: number;
  readonly message: string;
}

/** Takes what is there and the error behind it. */
async function drain(
  events: AsyncIterable<AllStreamResolvedEvent>,
  seen: AllStreamResolvedEvent[],
): Promise<Failure | undefined> {
  try {
    for await (const event of events) seen.push(event);
    return undefined;
  } catch (error) {
    return error as Failure;
  }
}
