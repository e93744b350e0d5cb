/** A node that does not read as fast as is appended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { EventStore } from '../../port/event-store.js';
import { appending, connect, event, streamIn } from '../../testing/lean-on-stand-in.js';
import { appended, begin, onMessages } from '../../testing/stand-in.js';

describe('a server that reads late', () => {
  /** Far more than the connection takes before it is read. */
  async function flood(store: EventStore) {
    const sent = new Map<string, string>();
    const outcomes: Promise<{ readonly outcome: string }>[] = [];
    for (let turn = 0; turn < 40; turn++) {
      for (let nth = 0; nth < 100; nth++) {
        const proposed = event(1_000);
        const stream = `account-${turn}-${nth}`;
        sent.set(stream, proposed.id);
        outcomes.push(store.append(stream, [proposed], 'no_stream'));
      }
      await sleep(1);
    }
    return { sent, outcomes: () => Promise.all(outcomes) };
  }

  function expectUnaltered(received: readonly Buffer[], sent: ReadonlyMap<string, string>): void {
    for (const message of received) {
      const [proposed] = streams.BatchAppendReq.deserializeBinary(message).getProposedMessagesList();
      expect(proposed!.getId()!.getString()).toBe(sent.get(streamIn(message)));
      expect(Buffer.from(proposed!.getData_asU8()).toString()).toBe(JSON.stringify('x'.repeat(1_000)));
    }
  }

  it('is sent all of it then, each byte as it was', async () => {
    const received: Buffer[] = [];
    let read = () => {};
    const store = connect(
      await appending((stream) => {
        begin(stream);
        read = () =>
          onMessages(stream, (message) => {
            received.push(Buffer.from(message));
            stream.write(appended(message));
          });
      }),
      { appendWithinMs: 20_000 },
    );
    const { sent, outcomes } = await flood(store);
    read();
    expect(new Set((await outcomes()).map(({ outcome }) => outcome))).toEqual(new Set(['appended']));
    expect(received.length).toBe(sent.size);
    expectUnaltered(received, sent);
  });

  it('is never sent what was given up before the connection took it', async () => {
    const received: Buffer[] = [];
    let read = () => {};
    const store = connect(
      await appending((stream) => {
        begin(stream);
        onMessages(stream, (message) => received.push(Buffer.from(message)));
        stream.once('data', () => {
          stream.pause();
          // Answers go on, so that the connection is not left for its silence.
          const answering = setInterval(() => stream.write(appended(received[0]!)), 50);
          stream.once('close', () => clearInterval(answering));
        });
        read = () => stream.resume();
      }),
      { appendWithinMs: 700 },
    );
    const { sent, outcomes } = await flood(store);
    expect((await outcomes()).filter(({ outcome }) => outcome === 'unknown').length).toBeGreaterThan(sent.size / 2);
    read();
    for (let count = -1; count !== received.length; await sleep(200)) count = received.length;
    expect(received.length).toBeLessThan(sent.size / 2);
    expectUnaltered(received, sent);
  });
});
