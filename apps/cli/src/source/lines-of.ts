/** The lines of an export, one by one, with where they lie. */
import { open } from 'node:fs/promises';
import type { ExportLine } from '#proof/export.js';
import { startProgress } from '../progress.js';

export type PlacedLine = { readonly line: ExportLine; readonly offset: number; readonly bytes: number };

/** A line that is no JSON, or a last one that broke off, throws naming its number. */
export async function* linesOf(file: string, what: string): AsyncGenerator<PlacedLine, void, void> {
  const handle = await open(file);
  const { size } = await handle.stat();
  const progress = startProgress(what, size);
  let [number, offset] = [0, 0];
  try {
    for await (const text of handle.readLines()) {
      const bytes = Buffer.byteLength(text);
      yield { line: parsed(text, ++number), offset, bytes };
      offset += bytes + 1;
      progress.advance(bytes + 1);
    }
  } finally {
    progress.end();
    await handle.close();
  }
}

function parsed(text: string, number: number): ExportLine {
  try {
    return JSON.parse(text) as ExportLine;
  } catch {
    throw new Error(`Line ${number} of the export is not JSON: it was altered, or the export broke off`);
  }
}
