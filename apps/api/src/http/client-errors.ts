/** What Node itself refuses, before there is a request: answered as a problem like all else, and the connection ends. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError } from '../errors/api-error.js';
import { problemOf } from '../errors/problem.js';
import { isSlow } from './slow-connections.js';

const REFUSALS: Readonly<Record<string, ApiError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new ApiError('request-timeout', 'The request did not arrive in time.'),
  HPE_HEADER_OVERFLOW: new ApiError('headers-too-large', 'The headers of the request are too large.'),
};
const NO_HTTP = new ApiError('invalid', 'This is no HTTP/1.1 request.');

export function clientErrorHandler(error: NodeJS.ErrnoException, socket: Socket): void {
  const { code = '' } = error;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && isSlow(socket)) return;
  // In the midst of an answer there is no place for another.
  if (socket.writable && code !== 'ECONNRESET' && !isSlow(socket)) socket.write(answerTo(REFUSALS[code] ?? NO_HTTP));
  socket.destroy();
}

function answerTo(refusal: ApiError): string {
  const problem = problemOf(refusal);
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
