const LEAST_SPARED = 1024;

/**
 * First in, first out. The first key of a Map would do as well, if finding it did not mean walking over every place where a
 * key was deleted before it.
 */
export class Queue<Item> {
  private items: (Item | undefined)[] = [];
  /** Where the first item is: places before it are free, and spared until there are as many as items. */
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  push(item: Item): void {
    this.items.push(item);
  }

  /** The item that came first. */
  shift(): Item | undefined {
    if (this.length === 0) return undefined;
    const item = this.items[this.head];
    this.items[this.head++] = undefined;
    if (this.head >= LEAST_SPARED && this.head > this.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** The item that came last. */
  pop(): Item | undefined {
    return this.length === 0 ? undefined : this.items.pop();
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }
}
