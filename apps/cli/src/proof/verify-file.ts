/** An export, checked line by line. */
import { readFile } from 'node:fs/promises';
import type { SignedCheckpoint } from '#proof/checkpoint.js';
import type { ExportLine } from '#proof/export.js';
import { sentenceOf } from '#proof/findings.js';
import { readPublicKeys } from '#proof/keys.js';
import { type Verdict, verifyExport } from '#proof/verify-export.js';
import { linesOf } from '../source/lines-of.js';
import { show } from '../terminal/show.js';

type Options = {
  readonly key: readonly string[];
  readonly checkpoint: readonly string[];
  readonly json: boolean;
};

/** Prints the verdict. Resolves to whether nothing was found. */
export async function verifyFile(file: string, { key, checkpoint, json }: Options): Promise<boolean> {
  const keys = readPublicKeys(key);
  const trusted = await Promise.all(checkpoint.map(readCheckpoint));
  const verdict = await verifyExport(exportLines(file), { keys, trusted });
  show(json, verdict, () => sentences(verdict).join('\n'));
  return verdict.finding === null;
}

export function sentences({ finding, events, streams, checkpoints, signed }: Verdict): readonly string[] {
  const size = [counted(events, 'event'), `in ${counted(streams, 'stream')},`, counted(checkpoints, 'checkpoint')].join(
    ' ',
  );
  if (finding) return [`ALTERED: ${sentenceOf(finding)}`, `Read so far: ${size}.`];
  const unsigned = events - signed;
  const rest =
    unsigned > 0
      ? [`${counted(unsigned, 'event')} younger than the last checkpoint: there, only the chains are proved.`]
      : [];
  return [`Intact: ${size}; ${signed} of the events signed.`, ...rest];
}

async function readCheckpoint(file: string): Promise<SignedCheckpoint> {
  return JSON.parse(await readFile(file, 'utf8')) as SignedCheckpoint;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

async function* exportLines(file: string): AsyncGenerator<ExportLine, void, void> {
  for await (const { line } of linesOf(file, 'verifying, bytes')) yield line;
}
