/** The call that carries appends ends, in every way: each append under way has an answer all the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { AppendRejected } from '../../port/errors.js';
import { APPENDED, append, appending, connect, streamIn, unknown, until } from '../../testing/lean-on-stand-in.js';
import { accepts, appended, begin, end, endWith, notLeader, onMessages } from '../../testing/stand-in.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a call that ends', () => {
  it('as its server does not lead leaves all in flight open, and the leader is turned to', async () => {
    const leader = await appending(accepts);
    let received = 0;
    const store = connect(
      await appending((stream) => {
        begin(stream);
        onMessages(stream, () => {
          if (++received === 3) end(stream, notLeader(leader.port));
        });
      }),
    );
    const inFlight = await Promise.all([append(store, 'a'), append(store, 'b'), append(store, 'c')]);
    expect(inFlight).toEqual(Array(3).fill(unknown({ exception: 'not-leader' })));
    expect(await append(store)).toEqual(APPENDED);
    expect(received).toBe(3);
  });

  it('as its server does not lead and names nobody is made anew', async () => {
    let calls = 0;
    const store = connect(
      await appending((stream, headers) =>
        calls++ === 0
          ? endWith({ 'grpc-status': '5', exception: 'not-leader' })(stream, headers)
          : accepts(stream, headers),
      ),
    );
    expect(await append(store)).toEqual(unknown({ exception: 'not-leader' }));
    expect(await append(store)).toEqual(APPENDED);
  });

  it('is kept by nothing, however many do on one connection', async () => {
    const denied = endWith({ 'grpc-status': '7', exception: 'access-denied' });
    const store = connect(await appending(denied));
    const bytes = () => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = bytes();
    for (let nth = 0; nth < 200; nth++) await expect(append(store)).rejects.toThrow(AppendRejected);
    // What each is written to takes 256 KB.
    await until(() => bytes() - before < 20 * 256 * 1024);
  });

  it('for who makes it is final before anything was answered, and open after', async () => {
    const denied = { 'grpc-status': '7', 'grpc-message': 'Access Denied', exception: 'access-denied' };
    const refusing = connect(await appending(endWith(denied)));
    await expect(append(refusing)).rejects.toThrow(AppendRejected);
    let received = 0;
    const later = connect(
      await appending((stream) => {
        begin(stream);
        onMessages(stream, (request) => (received++ === 0 ? stream.write(appended(request)) : end(stream, denied)));
      }),
    );
    expect(await append(later)).toEqual(APPENDED);
    expect(await append(later)).toEqual(unknown({ message: 'Access Denied' }));
  });

  it('politely, or with its connection, leaves all in flight open; the next one is made on a fresh call', async () => {
    let calls = 0;
    const store = connect(
      await appending((stream, headers) => {
        calls++;
        if (calls === 3) return accepts(stream, headers);
        begin(stream);
        const nth = calls;
        onMessages(stream, () => (nth === 1 ? end(stream) : stream.session!.destroy()));
      }),
    );
    expect(await append(store)).toEqual(unknown({ message: 'The server ended the call' }));
    expect(await append(store)).toEqual(unknown({ name: 'CallFailure' }));
    expect(await append(store)).toEqual(APPENDED);
  });

  it('of what was left with the store goes with it', async () => {
    const store = connect(await appending((stream) => begin(stream)));
    const inFlight = append(store);
    await sleep(50);
    await store.dispose();
    expect(await inFlight).toMatchObject({ outcome: 'unknown' });
    expect(await append(store)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('a server that says it goes (GOAWAY)', () => {
  it('answers what it has, and gets nothing new: that goes over another connection', async () => {
    const answer: (() => void)[] = [];
    const received: string[][] = [];
    const server = await appending((stream) => {
      const own: string[] = [];
      let isLast = false;
      received.push(own);
      begin(stream);
      onMessages(stream, (request) => {
        own.push(streamIn(request));
        const kept = Buffer.from(request);
        answer.push(() => {
          stream.write(appended(kept));
          if (isLast) end(stream);
        });
      });
      stream.on('end', () => (isLast = true));
    });
    const store = connect(server);
    const before = append(store, 'account-before');
    await until(() => answer.length === 1);
    const [session] = server.sessions;
    session!.goaway();
    await sleep(50);
    const after = append(store, 'account-after');
    await until(() => answer.length === 2);
    for (const each of answer) each();
    expect(await Promise.all([before, after])).toEqual([APPENDED, APPENDED]);
    expect(received).toEqual([['account-before'], ['account-after']]);
    await until(() => server.sessions.size === 1);
  });
});
