/** Each command does something: it writes an entry of its own, which its example names. */
import { describe, expect, it } from '@jest/globals';
import { commands } from '../testing/commands.js';
import { happened } from '../testing/expectations.js';
import { World, opened, scenario } from '../testing/scenario.js';
import { settings } from '../testing/steps.js';

describe('each command writes an entry of its own', () => {
  it.each(Object.entries(commands))('%s', (type, { example: { given, when, writes } }) => {
    const world = new World();
    for (const step of [opened(), ...given]) world.do(step);
    expect(when.ask(world).type).toBe(type);
    const before = world.written.length;
    world.do(when);
    expect(world.refusal).toBeUndefined();
    expect(world.written.slice(before).map((entry) => entry.type)).toEqual([writes]);
  });

  scenario('OpenAccount, which every scenario begins with')
    .when(settings({}))
    .then(happened('AccountSettingsChanged'), (world) => expect(world.log.get(1)?.type).toBe('AccountOpened'));
});
