/** How far a long piece of work is: a bar on a terminal, a line every few seconds elsewhere. */
import cliProgress from 'cli-progress';

export type Progress = { advance(by?: number): void; end(): void };

const LINE_EVERY_MS = 5_000;

export function startProgress(what: string, total: number, output: NodeJS.WriteStream = process.stderr): Progress {
  return output.isTTY ? bar(what, total, output) : lines(what, total, output);
}

function bar(what: string, total: number, output: NodeJS.WriteStream): Progress {
  const format = `${what} {bar} {value}/{total} · {rate}/s · {eta_formatted} left`;
  // Cursor and line wrap stay as they are: Ctrl-C leaves nobody to restore them.
  const shown = new cliProgress.SingleBar(
    { format, stream: output, hideCursor: false, linewrap: true, clearOnComplete: false },
    cliProgress.Presets.shades_classic,
  );
  const startedAt = performance.now();
  let done = 0;
  shown.start(total, 0, { rate: 0 });
  return {
    advance: (by = 1) =>
      shown.update((done += by), { rate: Math.round((done * 1000) / (performance.now() - startedAt)) }),
    end: () => shown.stop(),
  };
}

function lines(what: string, total: number, output: NodeJS.WriteStream): Progress {
  let done = 0;
  const print = () => output.write(`${what} ${done}/${total}\n`);
  const timer = setInterval(print, LINE_EVERY_MS);
  return {
    advance: (by = 1) => {
      done += by;
    },
    end: () => {
      clearInterval(timer);
      print();
    },
  };
}

/** As `startProgress`, of what nobody knows the end of. */
export function startCount(what: string, output: NodeJS.WriteStream = process.stderr): Progress {
  let done = 0;
  const print = () => output.write(output.isTTY ? `\r${what} ${done}` : `${what} ${done}\n`);
  const timer = setInterval(print, output.isTTY ? 100 : LINE_EVERY_MS);
  return {
    advance(by = 1) {
      done += by;
    },
    end() {
      clearInterval(timer);
      print();
      if (output.isTTY) output.write('\n');
    },
  };
}
