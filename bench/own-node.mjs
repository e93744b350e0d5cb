/** An embedded event store of a benchmark's own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from '../scripts/lib/ports.mjs';
import { mainOf } from '../scripts/lib/processes.mjs';

/** @param {string} directory where its log is, or will be */
export async function startNode(directory) {
  const port = await freePort();
  const args = [mainOf.eventstore, '--insecure', '--db', directory, '--http-port', String(port)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  for await (const line of createInterface(child.stdout)) if (line.includes('"ready"')) break;
  child.stdout.resume();
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    pid: /** @type {number} */ (child.pid),
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
