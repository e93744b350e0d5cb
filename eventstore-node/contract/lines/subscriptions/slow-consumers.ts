import type { AllStreamResolvedEvent, Position } from '@eventstore/db-client';
import { lineOfItsOwnNode, type Chapter } from '../../contract-line.js';
import { caughtUp, firstOf } from '../../following.js';
import { range, until } from '../../outcomes.js';
import { through } from '../../own-node.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { numbered, numberOf } from '../../streams.js';

const COUNT = 1_500;

export const slowConsumers: Chapter = {
  title: 'Consumers that can not keep up',
  lines: [
    lineOfItsOwnNode(
      'it needs load',
      'A live consumer that takes nothing is cut off with ABORTED … Consumer too slow; what it has and what follows is all there is',
      { type: 'timeout', code: 10, isTooSlow: true, isCutOff: true, numbers: range(0, COUNT - 1) },
      async (startNode) =>
        through(await startNode(['--max-waiting-events', '100']), async (client, { get }) => {
          const subscription = client.subscribeToAll();
          await caughtUp(subscription);
          for (let first = 0; first < COUNT; first += 50)
            await client.appendToStream('busy', numbered(first, 50, 'x'.repeat(500)));
          await until(async () => (await cutOff(get)) === 1);
          const seen: AllStreamResolvedEvent[] = [];
          const failure = await drain(subscription, seen);
          const isCutOff = seen.length < COUNT;
          const fromPosition = seen.at(-1)?.event?.position as Position;
          const rest = await firstOf(COUNT - seen.length, client.subscribeToAll({ fromPosition }));
          const isTooSlow = failure?.message.includes('Consumer too slow to handle event while live') ?? false;
          const numbers = [...seen, ...rest].map(numberOf);
          return { type: failure?.type, code: failure?.code, isTooSlow, isCutOff, numbers };
        }),
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
