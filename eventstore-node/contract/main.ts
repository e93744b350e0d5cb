/**
 * `npm run contract -- --url esdb://host:2113?tls=false`: tries every line of the contract on a server, and tells what
 * differs. Exit code 1 when something does.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { addressOf } from './address.js';
import { chapters } from './chapters.js';
import { startEmbeddedNode, type EmbeddedNode } from './embedded-node.js';
import { askOverHttp } from './http.js';
import { OTHER_CLIENT, tryOtherClient } from './other-client/in-thread.js';
import { errorText } from './outcomes.js';
import { differences, lineText, markdownReport, summaryText, type ChapterResult } from './report.js';
import { secureServer } from './secure-server.js';
import { connect, reconnect } from './server-under-contract.js';
import { tryLine } from './try-line.js';

interface Options {
  readonly url?: string;
  readonly markdown?: string;
  readonly chapter?: string;
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const mainOfNode = fileURLToPath(new URL('../src/main.js', import.meta.url));

const isAskedFor = (title: string, part: string): boolean => title.toLowerCase().includes(part.toLowerCase());

async function tryChapters(url: string, embeddedMain: string | undefined, part: string): Promise<ChapterResult[]> {
  let server = connect(url);
  const secure = secureServer(url, embeddedMain);
  const tried: ChapterResult[] = [];
  for (const { title, lines } of chapters.filter((chapter) => isAskedFor(chapter.title, part))) {
    say(`\n${title}`);
    const results = [];
    for (const line of lines) {
      const result = await tryLine(line, { server, embeddedMain, secureServer: secure.get });
      say(lineText(result));
      results.push(result);
      // What went wrong may have left the client with calls that never end.
      if (result.verdict === 'different') server = await reconnect(server);
    }
    tried.push({ title, results });
  }
  await server.disconnect();
  await secure.remove();
  if (isAskedFor(OTHER_CLIENT, part)) {
    say(`\n${OTHER_CLIENT}`);
    tried.push(await tryOtherClient(url, (result) => say(lineText(result))));
  }
  return tried;
}

/**
 * What the client throws where nobody can catch it (an answer that comes twice does that to db-client 6.2.1) must not cost
 * the rest of the table.
 */
const strays: unknown[] = [];
process.on('uncaughtException', (error) => {
  strays.push(error);
  say(`  ${'different'.padEnd(14)}  outside of every line: ${errorText(error)}`);
});

/** True if nothing differs. */
async function run({ url, markdown, chapter = '' }: Options): Promise<boolean> {
  const node = url ? undefined : await startEmbeddedNode(mainOfNode);
  try {
    const address = url ?? (node as EmbeddedNode).url;
    const { host, port } = addressOf(address);
    const name = node ? 'an embedded node' : `${host}:${port}`;
    await askOverHttp(addressOf(address), '/info').catch((error: unknown) => {
      throw new Error(`No server answers at ${host}:${port}: ${String(error)}`);
    });
    const startedAt = new Date();
    const tried = await tryChapters(address, node && mainOfNode, chapter);
    if (tried.length === 0) throw new Error(`No chapter's title contains "${chapter}".`);
    say(`\n${name}: ${summaryText(tried)}`);
    if (markdown) writeFileSync(markdown, markdownReport(name, startedAt, tried));
    return differences(tried) === 0 && strays.length === 0;
  } finally {
    await node?.remove();
  }
}

const options = new Command('contract')
  .description('Tries the event store contract on a server, and tells what differs. Writes to streams of its own only.')
  .addOption(new Option('--url <url>', 'the server; without it an embedded node is started').env('EVENTSTORE_URL'))
  .option('--markdown <file>', 'writes the table there as well')
  .option('--chapter <text>', 'only chapters whose title contains this')
  .parse()
  .opts<Options>();

const isSame = await run(options).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return false;
});
// Not process.exitCode: a client that lost its server can keep the process alive.
process.exit(isSame ? 0 : 1);
