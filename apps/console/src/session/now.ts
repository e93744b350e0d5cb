import { useEffect, useState } from 'react';
import { useSession } from './session.js';

const SECOND_MS = 1_000;

/** The API's time in milliseconds, every second anew; where a test clock runs, the time at which it stands. */
export function useNow(): number {
  const { now, hasTestClock, aheadMs } = useSession();
  const [machineMs, setMachineMs] = useState(() => Date.now());
  useEffect(() => {
    if (hasTestClock) return undefined;
    const timer = setInterval(() => setMachineMs(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [hasTestClock]);
  return hasTestClock ? Date.parse(now) : machineMs + aheadMs;
}
