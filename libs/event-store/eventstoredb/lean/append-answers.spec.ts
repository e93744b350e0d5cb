/** What an append is answered, by a node that misbehaves: none is believed to have failed that may have landed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { AppendRejected } from '../../port/errors.js';
import { APPENDED, append, appending, connect, streamIn, unknown } from '../../testing/lean-on-stand-in.js';
import { accepts, appended, begin, onMessages, refused } from '../../testing/stand-in.js';

describe('an error of one append', () => {
  it.each([
    ['MaximumAppendSizeExceeded', 3],
    ['AccessDenied', 7],
    ['StreamDeleted', 5],
    ['BadRequest', 3],
  ])('%s is final: nothing was written', async (kind, code) => {
    const store = connect(
      await appending((stream) => {
        begin(stream);
        onMessages(stream, (request) => stream.write(refused(request, code, kind)));
      }),
    );
    await expect(append(store)).rejects.toThrow(AppendRejected);
    await expect(append(store)).rejects.toThrow(kind);
  });

  it.each([
    ['Timeout', 4, { type: 'deadline-exceeded' }],
    ['Unknown', 2, { message: 'Unknown' }],
    ['Empty', 14, { message: 'Empty' }],
  ])('%s leaves open what became of it, and the call goes on', async (kind, code, cause) => {
    let requests = 0;
    const calls = new Set<unknown>();
    const store = connect(
      await appending((stream) => {
        calls.add(stream);
        begin(stream);
        onMessages(stream, (request) =>
          stream.write(requests++ === 0 ? refused(request, code, kind) : appended(request)),
        );
      }),
    );
    expect(await append(store)).toEqual(unknown(cause));
    expect(await append(store)).toEqual(APPENDED);
    expect(calls.size).toBe(1);
  });

  it('a wrong revision is a conflict with what is there, also where that is nothing', async () => {
    const [there, missing] = [Buffer.from([0x08, 41]), Buffer.from([0x12, 0])];
    const store = connect(
      await appending((stream) => {
        begin(stream);
        onMessages(stream, (request) => {
          const detail = streamIn(request) === 'account-there' ? there : missing;
          stream.write(refused(request, 6, 'WrongExpectedVersion', detail));
        });
      }),
    );
    expect(await append(store, 'account-there')).toEqual({ outcome: 'conflict', actual: 41 });
    expect(await append(store, 'account-missing')).toEqual({ outcome: 'conflict', actual: 'no_stream' });
  });
});

describe('answers', () => {
  it('come in any order, twice, or to what nobody asked, and each append gets its own', async () => {
    const store = connect(
      await appending((stream) => {
        begin(stream);
        const requests: Buffer[] = [];
        onMessages(stream, (request) => {
          if (requests.push(Buffer.from(request)) < 3) return;
          const foreign = Buffer.from([0x0a, 2, 0x0a, 0]);
          stream.write(appended(foreign, 99));
          for (const [nth, each] of requests.toReversed().entries()) {
            stream.write(appended(each, 2 - nth));
            stream.write(appended(each, 50));
          }
          requests.length = 0;
        });
      }),
    );
    const round = () => Promise.all(['a', 'b', 'c'].map((name) => append(store, name)));
    const revisions = [0, 1, 2].map((streamRevision) => ({ ...APPENDED, streamRevision }));
    expect(await round()).toEqual(revisions);
    expect(await round()).toEqual(revisions);
  });

  it('that are no messages end the call, not the process', async () => {
    let calls = 0;
    const store = connect(
      await appending((stream, headers) => {
        if (calls++ > 0) return accepts(stream, headers);
        begin(stream);
        onMessages(stream, () => stream.write(Buffer.from([1, 2, 3, 4, 5, 6])));
      }),
    );
    expect(await append(store)).toEqual(unknown({ message: 'An answer can not be read' }));
    expect(await append(store)).toEqual(APPENDED);
  });

  it('that do not come leave the outcome open, and only their own where others are answered', async () => {
    const calls = new Set<unknown>();
    const store = connect(
      await appending((stream) => {
        calls.add(stream);
        begin(stream);
        onMessages(stream, (request) => {
          if (streamIn(request) !== 'account-silent') stream.write(appended(request));
        });
      }),
      { appendWithinMs: 400 },
    );
    const silent = append(store, 'account-silent');
    for (let nth = 0; nth < 8; nth++) {
      expect(await append(store)).toEqual(APPENDED);
      await sleep(100);
    }
    expect(await silent).toEqual(unknown({ message: 'No answer within 400 ms' }));
    expect(calls.size).toBe(1);
  });

  it('none at all: the connection is left for another', async () => {
    const sessions = new Set<unknown>();
    const store = connect(
      await appending((stream, headers) => {
        sessions.add(stream.session);
        if (sessions.size > 1) return accepts(stream, headers);
        begin(stream);
        stream.resume();
      }),
      { appendWithinMs: 300 },
    );
    expect(await Promise.all([append(store), append(store)])).toEqual([
      unknown({ message: 'No answer within 300 ms' }),
      unknown({ message: 'No answer within 300 ms' }),
    ]);
    expect(await append(store)).toEqual(APPENDED);
  });
});

it('all appends of a turn leave together', async () => {
  let chunks = 0;
  const store = connect(
    await appending((stream, headers) => {
      accepts(stream, headers);
      stream.on('data', () => chunks++);
    }),
  );
  await append(store);
  chunks = 0;
  await Promise.all(Array.from({ length: 20 }, (_, nth) => append(store, `account-${nth}`)));
  expect(chunks).toBe(1);
});
