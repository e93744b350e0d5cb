/** The environment of a store whose flushes take longer. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SLOWER_BY_MICROSECONDS = 1_000;
const source = fileURLToPath(new URL('slow-flush.c', import.meta.url));

/** Undefined where no C compiler is installed. */
export function slowFlushEnv() {
  const directory = mkdtempSync(path.join(tmpdir(), 'drawdown-slow-flush-'));
  // PostgreSQL runs as another user where the benchmark runs as root.
  chmodSync(directory, 0o755);
  const library = path.join(directory, 'slow-flush.so');
  const compiled = spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl'], { encoding: 'utf8' });
  if (compiled.error) return undefined;
  if (compiled.status !== 0) throw new Error(`slow-flush.c does not compile: ${compiled.stderr}`);
  return { LD_PRELOAD: library, SLOW_FLUSH_MICROSECONDS: String(SLOWER_BY_MICROSECONDS) };
}
