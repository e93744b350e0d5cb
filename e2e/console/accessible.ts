/** What axe finds in a page: rules of WCAG 2.2 A and AA, and axe's own advice on headings and landmarks. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Each finding with what it is about. */
export async function findingsOf(page: Page): Promise<readonly string[]> {
  // Evaluated by the browser's own tools, so that the page's policy stays as it is.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  // Colours that have just changed are drawn before they are judged.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const { violations } = await page.evaluate(
    (tags) => (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: { type: 'tag', values: tags } }),
    RULES,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
}
