import { binaryEvent, jsonEvent, type EventData, type JSONType } from '@eventstore/db-client';
import { line, type Chapter } from '../../contract-line.js';
import { readRevisions, streamOf } from '../../streams.js';

/** An event in `$$stream` of a stream of three: what is left of the stream to read. */
const left = (says: string, expected: number[], event: EventData) =>
  line(says, expected, async (server) => {
    const name = await streamOf(server, 3);
    await server.client.appendToStream(`$$${name}`, event);
    return readRevisions(server.client, name);
  });

const ofType = (type: string, data: JSONType) => jsonEvent({ type, data });
const ALL = [0, 1, 2];

export const oddMetadata: Chapter = {
  title: 'Stream metadata: what counts',
  lines: [
    left('An event of any type in $$stream counts', [2], ofType('Anything', { $tb: 2 })),
    left('If it is JSON', ALL, binaryEvent({ type: '$metadata', data: Buffer.from('{"$tb":2}') })),
    left(
      'One that is not of its kind makes all count for nothing',
      ALL,
      ofType('$metadata', { $tb: 2, $maxCount: 'x' }),
    ),
    left('A fraction is not', ALL, ofType('$metadata', { $tb: 2, $maxCount: 1.5 })),
    left('Nor null', ALL, ofType('$metadata', { $tb: 2, $maxAge: null })),
    left(
      'Nor an $acl with an action that there is none of',
      ALL,
      ofType('$metadata', { $tb: 2, $acl: { $x: 'ours' } }),
    ),
    left('A $maxCount of 0 counts as none', [2], ofType('$metadata', { $tb: 2, $maxCount: 0 })),
    left('A $tb beyond the end leaves nothing, and the stream is there', [], ofType('$metadata', { $tb: 1_000 })),
    left('Even the largest safe integer', [], ofType('$metadata', { $tb: Number.MAX_SAFE_INTEGER })),
    left('But what JavaScript writes for 2^63 counts for nothing', ALL, ofType('$metadata', { $tb: 2 ** 63 })),
  ],
};
