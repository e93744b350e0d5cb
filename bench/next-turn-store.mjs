/**
 * An event store that answers in the next turn of the event loop, for all of a turn at once, and keeps no more than it has
 * to: so that a benchmark sees the write path and nothing else.
 */

/** @typedef {{ id: string, type: string, data: Uint8Array, metadata: Uint8Array }} Proposed */
/** @typedef {{ from?: number | 'start' | 'end', direction?: string, maxCount?: number }} ReadOptions */

const text = new TextDecoder();

export class NextTurnStore {
  /** Whether streams that are not there yet are remembered, and events of others are. */
  keeps = true;
  reads = 0;
  /** @type {Map<string, (Proposed & { streamRevision: number })[]>} */
  #streams = new Map();
  /** @type {(() => void)[]} */
  #answers = [];

  /**
   * @param {string} stream
   * @param {readonly Proposed[]} events
   * @param {number | 'no_stream'} expected
   */
  append(stream, events, expected) {
    const first = expected === 'no_stream' ? 0 : expected + 1;
    if (this.keeps) {
      const known = this.#streams.get(stream) ?? [];
      for (const event of events) known.push({ ...event, streamRevision: known.length });
      this.#streams.set(stream, known);
    }
    const answer = { outcome: 'appended', streamRevision: first + events.length - 1, position: undefined };
    return this.#later(() => answer);
  }

  /**
   * @param {string} stream
   * @param {ReadOptions} [options]
   */
  readStream(stream, { from = 'start', direction = 'forwards', maxCount = Infinity } = {}) {
    this.reads++;
    const all = this.#streams.get(stream) ?? [];
    const forwards = direction === 'forwards';
    const start = typeof from === 'number' ? from : forwards ? 0 : all.length - 1;
    const found = forwards
      ? all.slice(start, start + maxCount)
      : all.slice(Math.max(0, start + 1 - maxCount), start + 1).reverse();
    const answered = this.#later(() => found);
    return {
      exists: all.length > 0,
      async *[Symbol.asyncIterator]() {
        for (const { id, type, streamRevision, data, metadata } of await answered)
          yield {
            stream,
            id,
            type,
            streamRevision,
            data: JSON.parse(text.decode(data)),
            metadata: JSON.parse(text.decode(metadata)),
          };
      },
    };
  }

  /**
   * @template T
   * @param {() => T} answer
   * @returns {Promise<T>}
   */
  #later(answer) {
    return new Promise((resolve) => {
      if (this.#answers.push(() => resolve(answer())) > 1) return;
      setImmediate(() => {
        for (const each of this.#answers.splice(0)) each();
      });
    });
  }
}
