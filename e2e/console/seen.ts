/** What tests look for in pages of the console. */
import type { Locator, Page } from 'playwright-core';

/** Rows of a table, without the room of those that are out of sight. */
export const rowsIn = (page: Page): Locator => page.locator('tbody tr:not([aria-hidden])');

/** Every page of a list has been read. */
export const noneLeft = (page: Page): Promise<void> => page.getByText('that is all').waitFor();

/** The amount of a tile, as the API wrote it. */
export const exactly = async (page: Page, label: string): Promise<string | undefined> => {
  const amount = page.locator('.tile', { hasText: label }).locator('.amount').first();
  return (await amount.getAttribute('title'))?.replaceAll(',', '');
};

/** There are just as many, at last. */
export async function counted(rows: Locator, count: number): Promise<void> {
  await rows.nth(count - 1).waitFor();
  await rows.nth(count).waitFor({ state: 'detached' });
}
