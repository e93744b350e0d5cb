/** The newer client's chapter in a thread of its own, where it meets no other client. Answers with what was found. */
import { parentPort, workerData } from 'node:worker_threads';
import { tryLine } from '../try-line.js';
import { freshNames } from '../fresh-names.js';
import { otherClient } from './lines.js';

const { url } = workerData as { url: string };
const newStream = freshNames();
for (const line of otherClient.lines) {
  const { verdict, observed } = await tryLine(line, { server: { url, newStream } });
  parentPort?.postMessage({ says: line.says, expected: line.expected, verdict, observed });
}
