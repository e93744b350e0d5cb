/** What bodies are taken, and what they say: JSON; and lines of JSON, where a route takes them. */
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalid } from '../errors/api-error.js';
import { JsonLines } from './json-lines.js';
import { repeatedMember } from './repeated-members.js';
import { settingsOf } from './route-config.js';
import { takesItsTime } from './slow-connections.js';
import { withWholeNumbers } from './whole-numbers.js';

export function acceptBodies(fastify: FastifyInstance): void {
  const [parse, parseLine] = [jsonParser(fastify, 'body'), jsonParser(fastify, 'line')];
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    requirePlain(request);
    // An action without options needs no body.
    done(null, body.length === 0 ? {} : parse(body));
  });
  fastify.addContentTypeParser('application/x-ndjson', (request, payload, done) => {
    if (request.is404) return done(null, {});
    requirePlain(request);
    if (!settingsOf(request.routeOptions).takesLines) {
      throw new UnsupportedMediaTypeException('Lines of JSON are not taken here: a body is application/json.');
    }
    takesItsTime(request.raw.socket);
    done(null, new JsonLines(payload, parseLine));
  });
}

function requirePlain({ headers }: FastifyRequest): void {
  const { 'content-encoding': encoding = 'identity' } = headers;
  if (encoding === 'identity') return;
  throw new UnsupportedMediaTypeException(`A body is taken as it is, not with Content-Encoding ${encoding}.`);
}

type DefaultParser = (request: null, body: string, done: (error: Error | null, value?: unknown) => void) => void;

/** Throws what is wrong with a text. Fastify's parser answers before it returns. */
function jsonParser(fastify: FastifyInstance, what: 'body' | 'line'): (text: string) => unknown {
  const parse = fastify.getDefaultJsonParser('error', 'error') as unknown as DefaultParser;
  return (text) => {
    let parsed: unknown;
    parse(null, withWholeNumbers(text), (error, value) => {
      if (error) throw invalidJson(what, text);
      parsed = value;
    });
    const repeated = repeatedMember(text, parsed);
    if (repeated !== null) throw invalid(named(repeated), `${named(repeated)} stands twice in one object.`);
    return parsed;
  };
}

const LONGEST_NAME = 128;
const named = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name);

/** The parser refuses members that could reach an object's prototype, too: they are JSON. */
function invalidJson(what: string, text: string): Error {
  try {
    JSON.parse(text);
  } catch {
    return invalid(what, `${what} is not valid JSON.`);
  }
  const member = text.includes('"constructor"') && !text.includes('"__proto__"') ? 'constructor' : '__proto__';
  return invalid(member, `${member} is not known here.`);
}
