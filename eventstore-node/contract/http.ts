/** A look at what the server answers to plain HTTP. */
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Address } from './address.js';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export interface HttpQuestion {
  readonly method?: string;
  /** `name:password`; nobody's when it is empty. Without it those of the connection string, where there is TLS. */
  readonly auth?: string;
}

const PATIENCE_MS = 10_000;

/** Whose certificate it is was the client's business; here it only matters what is said. */
export function askOverHttp(
  { host, port, usesTls, credentials }: Address,
  path: string,
  { method = 'GET', auth = usesTls ? `${credentials.username}:${credentials.password}` : '' }: HttpQuestion = {},
): Promise<HttpAnswer> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const options = {
    host,
    port,
    path,
    method,
    headers,
    auth: auth || undefined,
    agent: false,
    rejectUnauthorized: false,
  };
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
