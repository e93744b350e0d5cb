import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answerOf } from '../../../../api/refusal.js';
import { useApi, useMay } from '../../../../session/session.js';
import type { Bucket } from '../../buckets-in-order.js';
import { LOOK_AGAIN_MS, useAccountId } from '../../reads.js';
import type { Marks } from './draw-marks.js';
import { expiriesIn, graceWindowsIn } from './marks.js';
import type { ChartWindow } from './window.js';

const NOTIFICATIONS = 500;
const NONE: readonly never[] = [];

/** Grace windows are known from the newest notifications, to those who may read them. */
export function useMarks(buckets: readonly Bucket[], window: ChartWindow, momentMs: number | null): Marks {
  const api = useApi();
  const accountId = useAccountId();
  const notifications = useQuery({
    queryKey: ['account', accountId, 'newest-notifications'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/notifications', { params: { query: { accountId, limit: NOTIFICATIONS } }, signal })),
    enabled: useMay('read notifications'),
    staleTime: LOOK_AGAIN_MS,
  });
  const notes = notifications.data?.items ?? NONE;
  return useMemo(
    () => ({ expiries: expiriesIn(buckets, window), graceWindows: graceWindowsIn(notes, window), momentMs }),
    [buckets, notes, window, momentMs],
  );
}
