/** Short lines about what the scripts do: colours on a terminal that wants them, plain text everywhere else. */
const isColoured = () => output.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
/** @param {string} code */
const paint = (code) => (/** @type {string} */ text) => (isColoured() ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint('1');
export const dim = paint('2');
export const green = paint('32');
export const red = paint('31');
export const yellow = paint('33');

/** @type {NodeJS.WriteStream} */
let output = process.stdout;
/** Of a command whose output is an answer: what is said on the way goes to the error output. */
export const sayBesideAnAnswer = () => {
  output = process.stderr;
};

export const say = (text = '') => output.write(`${text}\n`);
/** @param {string} text */
export const step = (text) => say(`${dim('›')} ${text}`);
/** @param {string} text */
export const done = (text) => say(`${green('✓')} ${text}`);
/** @param {string} text */
export const warn = (text) => say(`${yellow('!')} ${text}`);
/** @param {string} text */
export const fail = (text) => process.stderr.write(`${red('✗')} ${text}\n`);

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** A reason to end that the person who started us can act on; everything else is a fault of ours and shows its stack. */
export class Refusal extends Error {}

/**
 * @param {unknown} error
 * @returns {never}
 */
export function endWith(error) {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  fail(error instanceof Refusal ? message : stack);
  process.exit(1);
}
