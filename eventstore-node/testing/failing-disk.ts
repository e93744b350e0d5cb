import { disk } from '../src/storage/disk.js';

export type Operation = keyof typeof disk;

/** `ENOSPC` does nothing, or half of a long write; `EIO` does it all and says that it has not. */
export type Failure = 'ENOSPC' | 'EIO';

/** How the next use of an operation fails; undefined for not at all. */
export type Trouble = (operation: Operation) => Failure | undefined;

type Call = (...values: unknown[]) => unknown;

const SECTOR_BYTES = 512;
const errorOf = (code: Failure, operation: string): Error =>
  Object.assign(new Error(`${code}: the disk fails at ${operation}`), { code });

/** The log's disk until `mend` is called: it fails where it is told to, and sees every descriptor that is closed twice or used afterwards. */
export class FailingDisk {
  trouble: Trouble = () => undefined;
  /** How often each operation has been used. */
  readonly used = new Map<Operation, number>();
  readonly open = new Set<number>();
  readonly misused: string[] = [];
  private readonly real = { ...disk };

  constructor() {
    for (const operation of Object.keys(disk) as Operation[])
      Object.assign(disk, { [operation]: (...values: unknown[]) => this.use(operation, values) });
  }

  mend(): void {
    Object.assign(disk, this.real);
  }

  private use(operation: Operation, values: unknown[]): unknown {
    this.used.set(operation, (this.used.get(operation) ?? 0) + 1);
    const failure = this.trouble(operation);
    this.watch(operation, values[0]);
    const call = this.real[operation] as Call;
    if (operation === 'openSync') return this.opened(call, values, failure);
    if (operation === 'closeSync') return this.closed(call, values, failure);
    // What no machine loses in the meantime need not reach the disk.
    if (operation === 'fsyncSync' && !failure) return undefined;
    if (operation === 'fdatasync' && !failure) return Promise.resolve();
    if (operation === 'writeFileSync' && !failure) return call(...values.slice(0, 2));
    if (!failure) return call(...values);
    if (operation === 'commit' || operation === 'fdatasync' || operation === 'read' || operation === 'write')
      return this.failLater(operation, call, values, failure);
    if (failure === 'EIO') call(...values);
    else this.doHalf(operation, values);
    throw errorOf(failure, operation);
  }

  private watch(operation: Operation, first: unknown): void {
    const takesDescriptor = operation !== 'readFileSync' && typeof first === 'number';
    if (takesDescriptor && !this.open.has(first)) this.misused.push(`${operation} of ${first}, which is not open`);
  }

  private opened(call: Call, values: unknown[], failure: Failure | undefined): number {
    if (failure === 'ENOSPC') throw errorOf(failure, 'openSync');
    const descriptor = call(...values) as number;
    if (failure) {
      this.real.closeSync(descriptor);
      throw errorOf(failure, 'openSync');
    }
    this.open.add(descriptor);
    return descriptor;
  }

  /** Whatever close answers, the descriptor is gone. */
  private closed(call: Call, values: unknown[], failure: Failure | undefined): void {
    this.open.delete(values[0] as number);
    call(...values);
    if (failure) throw errorOf(failure, 'closeSync');
  }

  private async failLater(operation: Operation, call: Call, values: unknown[], failure: Failure): Promise<never> {
    if (failure === 'EIO') await call(...values);
    throw errorOf(failure, operation);
  }

  private doHalf(operation: Operation, values: unknown[]): void {
    if (operation === 'writeSync') {
      const [descriptor, bytes, from, length, position] = values as [number, Buffer, number, number, number];
      // A disk has all of a sector or nothing of it.
      if (length > SECTOR_BYTES) this.real.writeSync(descriptor, bytes, from, length >> 1, position);
    }
    if (operation === 'writeFileSync') {
      const [path, bytes] = values as [string, Uint8Array];
      this.real.writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
    }
  }
}
