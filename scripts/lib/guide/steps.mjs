/**
 * The API guide, step by step: one request each, in the order in which they work. docs/api-guide.md and the examples of
 * docs/openapi.json are made of them; `apps/api/test/guide.e2e.spec.ts` sends them all.
 *
 * A `{name}` of a path or a query that `at` does not say is that member of the last answer that had it. The answer's status is 201
 * where none is said and something is created, 200 otherwise.
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {string} request Method and path, as in the OpenAPI document.
 * @property {Readonly<Record<string, string>>} [at] What stands for the names in the path.
 * @property {string} [query]
 * @property {object | readonly object[]} [body] A list is sent line by line, as application/x-ndjson.
 * @property {string} [role] admin, if not said.
 * @property {number} [status]
 * @property {number} [firstLines] How many lines of a long text the example has.
 * @property {string} [until] A member of the answer or of its first item: it is asked for until it is there.
 *
 * @typedef {{ title: string, text: string, steps: readonly Step[] }} Chapter
 */
import { creditsIn } from './credits-in.mjs';
import { operations } from './operations.mjs';
import { reading } from './reading.mjs';
import { settingUp } from './setting-up.mjs';
import { usage } from './usage.mjs';

/** @type {readonly Chapter[]} */
export const chapters = [...settingUp, ...creditsIn, ...usage, ...reading, ...operations];
