/** Answers that are settled and not given yet: they are once the next append is on its way, so that the log never waits for them. */
import type { Command, Event } from '#domain/messages.js';
import type { Answer } from './batch.js';

const NONE: readonly never[] = [];

export class SettledAnswers<State, C extends Command, E extends Event> {
  private waiting: readonly Answer<State, C, E>[] = NONE;

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  add(answers: readonly Answer<State, C, E>[]): void {
    this.waiting = this.isEmpty ? answers : [...this.waiting, ...answers];
  }

  give(): void {
    if (this.isEmpty) return;
    const { waiting } = this;
    this.waiting = NONE;
    for (const answer of waiting) answer.give();
  }
}
