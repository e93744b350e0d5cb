/** Colours where there is a terminal that shows them, and nobody asked for none (https://no-color.org). */
import { styleText } from 'node:util';

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

export const paintFor = (output: Pick<NodeJS.WriteStream, 'isTTY'>, env: NodeJS.ProcessEnv = process.env): Paint =>
  output.isTTY && !env['NO_COLOR'] ? styleText : (_, text) => text;
