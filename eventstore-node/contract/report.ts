/** What a run found, as a table for a terminal and as one for a file. */
import { inspect } from 'node:util';
import { Either } from './contract-line.js';
import type { Result } from './try-line.js';

export interface ChapterResult {
  readonly title: string;
  readonly results: readonly Result[];
}

const LONGEST_VALUE = 160;

/** One line of text, cut where a person stops reading. */
function valueText(value: unknown): string {
  if (value instanceof Either) return value.observations.map(valueText).join(' or ');
  const shown = { depth: 6, compact: true, breakLength: Infinity, maxArrayLength: 30 };
  const text = typeof value === 'string' ? value : inspect(value, shown);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}

export function lineText({ line, verdict, observed }: Result): string {
  const head = `  ${verdict.padEnd(14)}  ${line.says}`;
  if (verdict !== 'different') return `${head}: ${valueText(observed)}`;
  return `${head}\n${' '.repeat(18)}did       ${valueText(observed)}\n${' '.repeat(18)}expected  ${valueText(line.expected)}`;
}

const countOf = (chapters: readonly ChapterResult[], verdict: Result['verdict']): number =>
  chapters.flatMap(({ results }) => results).filter((result) => result.verdict === verdict).length;

export const differences = (chapters: readonly ChapterResult[]): number => countOf(chapters, 'different');

export const summaryText = (chapters: readonly ChapterResult[]): string =>
  `${countOf(chapters, 'same')} lines the same, ${differences(chapters)} different, ${countOf(chapters, 'not tried here')} not tried here`;

const cell = (value: unknown): string => valueText(value).replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A table a chapter; what a server did and what was expected are in columns of their own. */
export function markdownReport(server: string, at: Date, chapters: readonly ChapterResult[]): string {
  const tables = chapters.map(({ title, results }) => {
    const rows = results.map(
      ({ line, verdict, observed }) =>
        `| ${cell(line.says)} | ${cell(observed)} | ${cell(line.expected)} | ${verdict} |`,
    );
    return [`## ${title}`, '', '| line | did | expected | |', '| --- | --- | --- | --- |', ...rows].join('\n');
  });
  const head = `# The contract, tried on ${server}\n\n${at.toISOString()}: ${summaryText(chapters)}.`;
  return `${[head, ...tables].join('\n\n')}\n`;
}
