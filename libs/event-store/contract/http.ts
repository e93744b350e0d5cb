/** A look at what the server answers to plain HTTP. */
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Address } from './address.js';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const PATIENCE_MS = 10_000;

/** Whose certificate it is was the client's business; here it only matters what is said. */
export function getOverHttp({ host, port, usesTls, credentials }: Address, path: string): Promise<HttpAnswer> {
  const auth = usesTls ? `${credentials.username}:${credentials.password}` : undefined;
  const options = { host, port, path, auth, agent: false, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const answer = (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    };
    const asked = (usesTls ? requestHttps : requestHttp)(options, answer).on('error', reject);
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
    asked.end();
  });
}
