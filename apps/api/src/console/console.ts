/** The console: static files that its build has made, and one page for all its addresses. No key: what it shows, it asks the API for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { NotFoundException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const PREFIX = '/console';

/** Scripts, styles, fonts and pictures of this origin, answers of this API, and nothing from elsewhere or written into the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** A name in `assets` has the hash of what is in it: it is never another file. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
const isHashed = (url: string): boolean => url.startsWith(`${PREFIX}/assets/`);

/** `folder` is what the console was built into. Every address below `/console` that is no file is a page of the console. */
export function serveConsole(app: NestFastifyApplication, folder: string): void {
  const page = path.join(folder, 'index.html');
  // What fails here rejects when Fastify is awaited to be ready.
  void app.getHttpAdapter().getInstance().register(served, { prefix: PREFIX });

  async function served(fastify: FastifyInstance): Promise<void> {
    fastify.addHook('onRequest', (_request, reply, done) => {
      reply.headers({ ...HEADERS, 'Cache-Control': 'no-cache' });
      done();
    });
    await fastify.register(fastifyStatic, {
      root: folder,
      prefix: '/',
      decorateReply: false,
      dotfiles: 'ignore',
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, file) => {
        if (isHashed(`${PREFIX}/${path.relative(folder, file)}`)) reply.header('Cache-Control', IMMUTABLE);
      },
    });
    fastify.setNotFoundHandler(async ({ method, url }: FastifyRequest, reply: FastifyReply) => {
      // A build that has gone would otherwise be answered with a page where a script was expected.
      if (method !== 'GET' || isHashed(url)) throw new NotFoundException(`Cannot ${method} ${url}`);
      return reply
        .code(200)
        .type('text/html; charset=utf-8')
        .send(await readFile(page));
    });
  }
}
