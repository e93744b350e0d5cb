/** Waypoints that were read lately, as bytes outside V8's heap: of five buckets some 4,000, an account of a million entries. */
import { LRUCache } from 'lru-cache';
import { Landmark } from './landmark.js';

const KEPT_BYTES = 24 * 1024 * 1024;
/** So many, those that were asked for last, are kept as objects as well. */
const OPEN = 16;

/** In no JSON. */
const BETWEEN = '\n';

export class KeptWaypoints<State> {
  private readonly kept = new LRUCache<string, Buffer>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ length }) => length,
  });
  private readonly open = new LRUCache<string, Landmark<State>>({ max: OPEN });
  private readonly reading = new Map<string, Promise<Landmark<State> | null>>();

  constructor(private readonly read: (id: string, number: number) => Promise<Landmark<State> | null>) {}

  /** As `read`. Those who ask for the same one at the same time have it read once. */
  get(id: string, number: number): Promise<Landmark<State> | null> {
    const name = nameOf(id, number);
    const known = this.open.get(name) ?? this.opened(name);
    if (known) return Promise.resolve(known);
    const reading = this.reading.get(name) ?? this.read(id, number).finally(() => this.reading.delete(name));
    this.reading.set(name, reading);
    return reading;
  }

  /** One that was read. */
  keep(id: string, { head, parts, place }: Landmark<State>): void {
    const name = nameOf(id, place.number);
    if (!this.kept.has(name)) this.kept.set(name, Buffer.from(`${head}${BETWEEN}${parts}`));
  }

  private opened(name: string): Landmark<State> | undefined {
    const bytes = this.kept.get(name);
    if (!bytes) return undefined;
    const text = bytes.toString();
    const headEnd = text.indexOf(BETWEEN);
    const landmark = new Landmark<State>(text.slice(0, headEnd), text.slice(headEnd + BETWEEN.length));
    this.open.set(name, landmark);
    return landmark;
  }
}

const nameOf = (id: string, number: number): string => `${number} ${id}`;
