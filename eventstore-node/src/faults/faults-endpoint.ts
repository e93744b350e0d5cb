import type { IncomingMessage, ServerResponse } from 'node:http';
import { UnknownFault, type FaultRequest, type Faults } from './faults.js';

const LARGEST_BODY_BYTES = 10_000;

/** `PUT /faults` requests misbehaviour, `DELETE` ends it, `GET` returns what is requested. */
export async function faultsEndpoint(
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'PUT') faults.request(JSON.parse(await bodyOf(request)) as FaultRequest);
    if (request.method === 'DELETE') faults.request({});
    respond(response, 200, faults.describe());
  } catch (error) {
    const isMisuse = error instanceof UnknownFault || error instanceof SyntaxError;
    respond(response, isMisuse ? 400 : 500, { error: isMisuse ? 'unknown-fault' : 'internal', detail: String(error) });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > LARGEST_BODY_BYTES) throw new UnknownFault('The request is too large.');
  }
  return body;
}

const respond = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
