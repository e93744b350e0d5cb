import { useCallback, useEffect, useRef, useState } from 'react';

const PACE_MS = 120;

/**
 * A value that is dragged: shown at once, handed on a few times a second and at the end, so that a drag across a life asks for some of its
 * moments and not for all.
 */
export function usePaced(value: number, handOn: (value: number) => void) {
  // What is dragged counts until the value itself has moved.
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const handedOnAt = useRef(-PACE_MS);
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), []);
  const dragTo = useCallback(
    (next: number) => {
      setDrag({ from: value, to: next });
      if (timer.current) clearTimeout(timer.current);
      const waitMs = Math.max(0, handedOnAt.current + PACE_MS - performance.now());
      timer.current = setTimeout(() => {
        handedOnAt.current = performance.now();
        handOn(next);
      }, waitMs);
    },
    [handOn, value],
  );
  return [drag?.from === value ? drag.to : value, dragTo] as const;
}
