import { useEffect, useState } from 'react';

/**
 * What is drawn, and what a drag over it begins with: until it ends that stays what it was, since a chart that is drawn anew has lost
 * what was dragged, and an account that is charged is drawn anew every few seconds.
 */
export function useHeldWhileDragged<T>(given: T): [held: T, begin: () => void] {
  const [isDragged, setDragged] = useState(false);
  const [held, hold] = useState(given);
  if (!isDragged && held !== given) hold(given);
  useEffect(() => {
    if (!isDragged) return undefined;
    // The chart listens on the document, which is before the window.
    const end = (): void => setDragged(false);
    addEventListener('mouseup', end);
    return () => removeEventListener('mouseup', end);
  }, [isDragged]);
  return [held, () => setDragged(true)];
}
