/** Expiries as dashed lines, grace windows as bands, the moment that the page shows as a line: behind the balance. */
import type uPlot from 'uplot';
import type { Colours } from './colours.js';
import type { Expiry, GraceWindow } from './marks.js';

export type Marks = {
  readonly expiries: readonly Expiry[];
  readonly graceWindows: readonly GraceWindow[];
  /** Null where the page shows now. */
  readonly momentMs: number | null;
};

const SECOND_MS = 1_000;
/** A grace window of minutes is still seen in a chart of months. */
const LEAST_BAND_PX = 3;

export function drawMarks(plot: uPlot, { expiries, graceWindows, momentMs }: Marks, colours: Colours): void {
  const { ctx, bbox } = plot;
  const xAt = (ms: number): number => plot.valToPos(ms / SECOND_MS, 'x', true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colours.grace;
  for (const { fromMs, toMs } of graceWindows) {
    const x = xAt(fromMs);
    ctx.fillRect(x, bbox.top, Math.max(LEAST_BAND_PX * devicePixelRatio, xAt(toMs) - x), bbox.height);
  }
  const line = (x: number, colour: string, dashes: readonly number[]): void => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash(dashes.map((each) => each * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  };
  for (const { atMs } of expiries) line(xAt(atMs), colours.expiry, [4, 4]);
  if (momentMs !== null) line(xAt(momentMs), colours.past, []);
  ctx.restore();
}
