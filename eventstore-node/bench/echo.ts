/** The machine's own limit of calls: a plain grpc-js echo in another process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client, credentials } from '@grpc/grpc-js';
import { ECHO } from './echo-service.js';

export interface Echo {
  call(message: Buffer): Promise<void>;
  stop(): Promise<void>;
}

export async function startEcho(): Promise<Echo> {
  const server = fork(fileURLToPath(new URL('./echo-server.js', import.meta.url)), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!server.stdout) throw new Error('The echo prints nowhere.');
  const [port] = (await once(server.stdout, 'data')) as [Buffer];
  const client = new Client(`127.0.0.1:${port.toString().trim()}`, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = ECHO.echo;
  return {
    call: (message) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(path, requestSerialize, responseDeserialize, message, (error) =>
          error ? reject(error) : resolve(),
        );
      }),
    async stop() {
      client.close();
      const exited = once(server, 'exit');
      server.kill();
      await exited;
    },
  };
}
