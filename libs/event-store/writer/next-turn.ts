/**
 * What is to be done in the next turn of the event loop, for all streams of a writer together: a timer of its own for each
 * of them costs more than most of what they do.
 */
export class NextTurn {
  private tasks: (() => void)[] = [];

  add(task: () => void): void {
    if (this.tasks.push(task) === 1) setImmediate(() => this.run());
  }

  private run(): void {
    const { tasks } = this;
    this.tasks = [];
    for (const task of tasks) task();
  }
}
