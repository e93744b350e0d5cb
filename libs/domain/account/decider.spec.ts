import { describe, expect, it } from '@jest/globals';
import { COMMAND_TYPES, decide } from './decider.js';
import { ENTRY_TYPES, eventTables } from './event-table.js';
import { unopened } from './state.js';
import { instant } from '../messages.js';

describe('the table of commands', () => {
  it('has each of them once', () => {
    expect([...new Set(COMMAND_TYPES)]).toEqual(COMMAND_TYPES);
  });

  it('needs an account for all but the one that opens it', () => {
    const others = COMMAND_TYPES.filter((type) => type !== 'OpenAccount');
    for (const type of others) {
      const data = { amount: '10.00', cost: '1.00', paymentMethod: 'usdc', status: 'completed' };
      const command = { type, data, now: instant(0), origin: { actor: { key: 'ann' } } };
      expect(() => decide(command as never, unopened)).toThrow('There is no such account.');
    }
  });
});

describe('the tables of events', () => {
  it('hold each event once: no feature takes over the event of another', () => {
    const types = Object.values(eventTables).flatMap((table) => Object.keys(table));
    expect([...types].sort()).toEqual([...ENTRY_TYPES].sort());
  });
});
