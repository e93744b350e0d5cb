/** Builds the console into dist/apps/console, which the API serves at /console/. */
import path from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;
const api = process.env['DRAWDOWN_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root,
  base: '/console/',
  resolve: {
    alias: [{ find: /^#client\/(.*)\.js$/, replacement: path.join(root, '../../libs/client/$1.ts') }],
  },
  // `npx vite apps/console` serves sources that are being worked on, beside an API that runs.
  server: { host: '127.0.0.1', proxy: { '/v1': api, '/health': api } },
  build: {
    target: 'es2023',
    // An icon in the page would be a data: address; as a file it is cached, and the policy needs no exception for it.
    assetsInlineLimit: 0,
    // What Vite puts in front of a page that loads ahead is an inline script, which the policy of the page forbids.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // 'use client' says something to servers that render pages; none does here.
      onLog: (level, log, handle) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && handle(level, log),
    },
  },
});
