import { parseOptions } from './options.js';
import { startNode } from './node.js';

const options = parseOptions(process.argv.slice(2));

try {
  const node = await startNode(options, (notice) => console.log(JSON.stringify({ event: 'notice', notice })));
  const stop = () => void node.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  console.log(
    JSON.stringify({
      event: 'ready',
      url: `esdb://${options.host}:${node.port}?tls=false`,
      db: options.memDb ? 'in memory' : options.db,
      lastPosition: node.log.durablePosition,
      pid: process.pid,
      note: 'For one machine: one copy of the data, no users, no TLS. Production runs EventStoreDB.',
    }),
  );
} catch (error) {
  console.error(
    JSON.stringify({ event: 'not-started', error: error instanceof Error ? error.message : String(error) }),
  );
  process.exit(1);
}
