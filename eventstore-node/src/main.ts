import { parseOptions } from './options.js';
import { startNode } from './node.js';

/** One line of JSON for whoever started the node: a person, a script, a log collector. */
const print = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

const options = parseOptions(process.argv.slice(2));

try {
  const node = await startNode(options, (notice) => print({ event: 'notice', notice }));
  let stopping: Promise<void> | undefined;
  const stop = () => void (stopping ??= node.stop().then(() => process.exit(0)));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  void node.shutdownRequested.then(stop);
  print({
    event: 'ready',
    url: `esdb://${options.host}:${node.port}?tls=${!options.insecure}`,
    db: options.memDb ? 'in memory' : options.db,
    lastPosition: node.log.durablePosition,
    pid: process.pid,
    note: options.insecure
      ? 'For one machine: one copy of the data, no users, no TLS. Production runs EventStoreDB.'
      : 'For one machine: one copy of the data. Production runs EventStoreDB.',
  });
} catch (error) {
  console.error(
    JSON.stringify({ event: 'not-started', error: error instanceof Error ? error.message : String(error) }),
  );
  process.exit(1);
}
