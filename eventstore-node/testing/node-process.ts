import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.js';

export interface NodeProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What it has printed so far, a line each. */
  readonly printed: string[];
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Resolves when the node says it is ready; rejects with what it printed if it ends before. */
export async function startNodeProcess(
  main: string,
  db: string,
  options: readonly string[] = [],
): Promise<NodeProcess> {
  const port = await freePort();
  const node = [process.execPath, main, '--insecure', '--db', db, '--http-port', String(port), ...options];
  // Where a test bounds how large its files may become, writing more is to fail, and not to end the process.
  const child = spawn('sh', ['-c', 'trap "" XFSZ; exec "$@"', 'sh', ...node]);
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const printed: string[] = [];
  await readiness(child, printed);
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    port,
    pid: child.pid as number,
    printed,
    async kill(signal) {
      const exited = once(child, 'exit');
      child.kill(signal);
      return (await exited)[0] as number | null;
    },
  };
}

function readiness(child: ChildProcess, printed: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines = (stream: NodeJS.ReadableStream) =>
      createInterface(stream).on('line', (line) => {
        printed.push(line);
        if (line.includes('"ready"')) resolve();
      });
    if (child.stdout) lines(child.stdout);
    if (child.stderr) lines(child.stderr);
    child.once('close', (code) => reject(new Error(`The node ended with ${code}: ${printed.join('\n')}`)));
  });
}
