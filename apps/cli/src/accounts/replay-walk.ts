/** Steps through numbered things in a terminal, by keys. */
import { emitKeypressEvents } from 'node:readline';

export type Terminal = {
  readonly input: Pick<NodeJS.ReadStream, 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'> & NodeJS.ReadableStream;
  readonly output: Pick<NodeJS.WriteStream, 'write'>;
};

export type Steps = {
  readonly first: number;
  readonly last: number;
  readonly show: (step: number) => Promise<string>;
};

type Key = { readonly name?: string; readonly ctrl?: boolean; readonly shift?: boolean };

const CLEAR = '\u001b[2J\u001b[H';
const KEYS = '← → step, g first, G last, q ends';

/** Resolves when `q`, Escape or Ctrl-C is pressed, or the input ends. */
export async function walk({ input, output }: Terminal, { first, last, show }: Steps): Promise<void> {
  const pressed = keysOf(input);
  let step = first;
  try {
    for (;;) {
      output.write(`${CLEAR}${await show(step)}\n\n${KEYS}\n`);
      const next = await nextStep(pressed, step, { first, last });
      if (next === null) return;
      step = next;
    }
  } finally {
    await pressed.return(undefined);
  }
}

/** The step that is wanted next; null where it is the end. Keys that mean nothing are passed over. */
async function nextStep(pressed: AsyncIterator<Key>, step: number, { first, last }: Pick<Steps, 'first' | 'last'>) {
  for (let each = await pressed.next(); !each.done; each = await pressed.next()) {
    const { name = '', ctrl = false, shift = false } = each.value;
    if (name === 'q' || name === 'escape' || (ctrl && (name === 'c' || name === 'd'))) return null;
    const wanted = target(name, shift, step, { first, last });
    if (wanted !== undefined) return Math.min(last, Math.max(first, wanted));
  }
  return null;
}

function target(name: string, shift: boolean, step: number, { first, last }: Pick<Steps, 'first' | 'last'>) {
  if (name === 'g') return shift ? last : first;
  const targets: Readonly<Record<string, number>> = {
    right: step + 1,
    down: step + 1,
    return: step + 1,
    enter: step + 1,
    space: step + 1,
    left: step - 1,
    up: step - 1,
    backspace: step - 1,
    home: first,
    end: last,
  };
  return targets[name];
}

/** Keys as they are pressed, none lost. The terminal is as it was once the iteration is over. */
async function* keysOf(input: Terminal['input']): AsyncGenerator<Key, void, void> {
  const waiting: (Key | null)[] = [];
  let wake = (): void => {};
  const take = (key: Key | null) => {
    waiting.push(key);
    wake();
  };
  const press = (_: string | undefined, key: Key) => take(key);
  const end = () => take(null);
  emitKeypressEvents(input);
  input.setRawMode?.(true);
  input.on('keypress', press);
  input.on('end', end);
  input.resume();
  try {
    for (;;) {
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const key = waiting.shift();
      if (key === null) return;
      if (key !== undefined) yield key;
    }
  } finally {
    input.off('keypress', press);
    input.off('end', end);
    input.setRawMode?.(false);
    input.pause();
  }
}
