/** An intention is carried out once: its key stays the same until the API has decided, however often it is sent. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { isUndecided } from './refusal.js';

const KEY_BYTES = 16;

export const newKey = (): string =>
  `console-${[...crypto.getRandomValues(new Uint8Array(KEY_BYTES))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** `run` sends the command with the key that it is given. What it has changed is read again afterwards. */
export function useIntention<T>(run: (key: string) => Promise<T>, onDone: (result: T) => void) {
  const queries = useQueryClient();
  const key = useRef<string | null>(null);
  return useMutation({
    mutationFn: () => run((key.current ??= newKey())),
    onSuccess: async (result) => {
      key.current = null;
      onDone(result);
      await queries.invalidateQueries();
    },
    // A refusal decided it: what is sent next is another intention. Without an answer it is still this one.
    onError: (error) => {
      if (!isUndecided(error)) key.current = null;
    },
  });
}
