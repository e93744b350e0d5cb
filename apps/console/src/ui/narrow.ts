import { useSyncExternalStore } from 'react';

/** As table.css has it: a phone. */
const narrow = matchMedia('(max-width: 40rem)');

function watch(changed: () => void): () => void {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
}

export const useIsNarrow = (): boolean => useSyncExternalStore(watch, () => narrow.matches);
