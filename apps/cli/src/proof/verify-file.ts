/** An export, checked line by line. */
import { open, readFile } from 'node:fs/promises';
import type { SignedCheckpoint } from '#proof/checkpoint.js';
import type { ExportLine } from '#proof/export.js';
import { sentenceOf } from '#proof/findings.js';
import { readPublicKeys } from '#proof/keys.js';
import { type Verdict, verifyExport } from '#proof/verify-export.js';
import { startProgress } from '../progress.js';

type Options = {
  readonly key: readonly string[];
  readonly checkpoint: readonly string[];
  readonly json: boolean;
};

/** Prints the verdict. Resolves to whether nothing was found. */
export async function verifyFile(file: string, { key, checkpoint, json }: Options): Promise<boolean> {
  const keys = readPublicKeys(key);
  const trusted = await Promise.all(checkpoint.map(readCheckpoint));
  const verdict = await verifyExport(linesOf(file), { keys, trusted });
  console.log(json ? JSON.stringify(verdict) : sentences(verdict).join('\n'));
  return verdict.finding === null;
}

export function sentences({ finding, events, streams, checkpoints, signed }: Verdict): readonly string[] {
  const size = `${events} events in ${streams} streams, ${checkpoints} checkpoints`;
  if (finding) return [`ALTERED: ${sentenceOf(finding)}`, `Read so far: ${size}.`];
  const unsigned = events - signed;
  const rest =
    unsigned > 0
      ? [`${unsigned} events are younger than the last checkpoint: of them only the chains are proved.`]
      : [];
  return [`Intact: ${size}; ${signed} events are signed.`, ...rest];
}

async function readCheckpoint(file: string): Promise<SignedCheckpoint> {
  return JSON.parse(await readFile(file, 'utf8')) as SignedCheckpoint;
}

/** A line that is no JSON, or a last one without its end, throws naming its number. */
async function* linesOf(file: string): AsyncGenerator<ExportLine, void, void> {
  const handle = await open(file);
  const { size } = await handle.stat();
  const progress = startProgress('verifying, bytes', size);
  let number = 0;
  try {
    for await (const line of handle.readLines()) {
      number++;
      progress.advance(Buffer.byteLength(line) + 1);
      yield parsed(line, number);
    }
  } finally {
    progress.end();
    await handle.close();
  }
}

function parsed(line: string, number: number): ExportLine {
  try {
    return JSON.parse(line) as ExportLine;
  } catch {
    throw new Error(`Line ${number} of the export is not JSON: it was altered, or the export broke off`);
  }
}
