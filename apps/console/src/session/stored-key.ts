/** The key, kept for the tab: another tab signs in for itself, and a closed one is forgotten. */
const NAME = 'drawdown.key';

export const storedKey = (): string | null => sessionStorage.getItem(NAME);
export const storeKey = (key: string): void => sessionStorage.setItem(NAME, key);
export const forgetKey = (): void => sessionStorage.removeItem(NAME);
