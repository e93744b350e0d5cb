/** Moving through a life: one entry on or back, from wherever one is, on any scale; by arrow keys, and by itself while it plays. */
import { useEffect, useRef, useState } from 'react';
import type { Life, Place } from './moment.js';
import { useRecordedAt } from './reads.js';

/** By which share of a life a step goes where no entry says how far. */
const STEPS_OF_A_LIFE = 200;

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The place after so many steps; `shown` is the revision that is shown at `place`. */
export function useStep(life: Life, place: Place, shown: number) {
  const recordedAt = useRecordedAt(life.newest);
  return async (steps: 1 | -1): Promise<Place> => {
    const { scale, at } = place;
    if (scale === 'entry') return { scale, at: within(at + steps, 1, life.newest) };
    if (scale === 'effective') {
      const width = Math.max(1, Math.round((life.endMs - life.openedMs) / STEPS_OF_A_LIFE));
      return { scale, at: within(at + steps * width, life.openedMs, life.endMs) };
    }
    const reached = await recordedAt(steps === 1 ? shown + 1 : shown);
    if (reached === null) return { scale, at: steps === 1 ? life.endMs : life.openedMs };
    return { scale, at: within(steps === 1 ? reached : reached - 1, life.openedMs, life.endMs) };
  };
}

/** Steps at a pace; `step` resolves to whether there is another one. */
export function usePlaying(step: (steps: 1 | -1) => Promise<boolean>, paceMs: number) {
  const [isPlaying, setIsPlaying] = useState(false);
  const latest = useRef(step);
  useEffect(() => void (latest.current = step));
  useEffect(() => {
    if (!isPlaying) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLeft = false;
    // One after the other: what takes longer than the pace is waited for.
    const next = async (): Promise<void> => {
      const isMore = await latest.current(1);
      if (isLeft) return;
      if (isMore) timer = setTimeout(() => void next(), paceMs);
      else setIsPlaying(false);
    };
    timer = setTimeout(() => void next(), paceMs);
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [isPlaying, paceMs]);
  return { isPlaying, setIsPlaying };
}

/** Left and right anywhere on the page, but where they mean something else. */
export function useArrowKeys(step: (steps: 1 | -1) => void): void {
  const latest = useRef(step);
  useEffect(() => void (latest.current = step));
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (
        event.target instanceof Element &&
        event.target.closest('input:not([type=range]), select, textarea, [role=radio], [role=region]')
      )
        return;
      event.preventDefault();
      latest.current(event.key === 'ArrowRight' ? 1 : -1);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
