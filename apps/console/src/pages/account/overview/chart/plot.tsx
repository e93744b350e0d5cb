/** The balance as steps, drawn by uPlot: expiries and grace windows behind it, a stretch of it chosen by dragging. */
import { useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Schemas } from '#client/client.js';
import { exactAmount } from '../../../../format/amounts.js';
import { heightOf } from '../../../../format/decimals.js';
import { localTime } from '../../../../format/times.js';
import { coloursOf } from './colours.js';
import { type Marks, drawMarks } from './draw-marks.js';
import { useHeldWhileDragged } from './held-while-dragged.js';
import type { ChartWindow } from './window.js';

const HEIGHT_PX = 240;
const AXIS_WIDTH_PX = 72;
const SECOND_MS = 1_000;
/** Of the ruler at the edge; amounts are read beside the chart. */
const ruled = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
/** A shorter drag is a click. */
const LEAST_DRAG_PX = 8;

type Props = {
  readonly points: readonly Schemas['BalancePoint'][];
  readonly marks: Marks;
  readonly window: ChartWindow;
  readonly label: string;
  readonly onChoose: (window: ChartWindow) => void;
};

export function Plot({ points, marks, window, label, onChoose }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const [drawn, beginDrag] = useHeldWhileDragged(useMemo(() => ({ points, marks, window }), [points, marks, window]));
  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const read = (point: Schemas['BalancePoint'] | undefined): void => {
      if (readout.current === null) return;
      readout.current.textContent = point ? `${exactAmount(point.total)} at ${localTime(point.at)}` : '';
    };
    const draw = (): uPlot =>
      new uPlot(
        optionsOf({ element, ...drawn, onChoose, onPoint: (nth) => read(drawn.points[nth]) }),
        dataOf(drawn.points),
        element,
      );
    let plot = draw();
    const again = (): void => {
      plot.destroy();
      plot = draw();
    };
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', again);
    const switched = new MutationObserver(again);
    switched.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      switched.disconnect();
      scheme.removeEventListener('change', again);
      plot.destroy();
    };
  }, [drawn, onChoose]);
  return (
    <>
      <div ref={room} className="plot" role="img" aria-label={label} onMouseDown={beginDrag} />
      <p ref={readout} className="plot-readout muted" aria-hidden="true" />
    </>
  );
}

const dataOf = (points: Props['points']): uPlot.AlignedData => [
  points.map(({ at }) => Date.parse(at) / SECOND_MS),
  points.map(({ total }) => heightOf(total)),
];

type Drawing = Pick<Props, 'marks' | 'window' | 'onChoose'> & {
  readonly element: HTMLElement;
  /** Called with the point that is pointed at; -1 for none. */
  readonly onPoint: (nth: number) => void;
};

function optionsOf({ element, marks, window: { from, to }, onChoose, onPoint }: Drawing): uPlot.Options {
  const colours = coloursOf(element);
  const axis = { stroke: colours.muted, grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    padding: [12, 8, 0, 0],
    legend: { show: false },
    scales: { x: { time: true, range: [from / SECOND_MS, to / SECOND_MS] }, y: { range: withZero } },
    axes: [axis, { ...axis, size: AXIS_WIDTH_PX, values: (_, splits) => splits.map((each) => ruled.format(each)) }],
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 7, fill: colours.series } },
    series: [
      {},
      {
        stroke: colours.series,
        width: 1.75,
        fill: colours.area,
        ...(uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: 1 }) }),
        points: { show: false },
      },
    ],
    hooks: {
      drawClear: [(plot) => drawMarks(plot, marks, colours)],
      setCursor: [({ cursor }) => onPoint(cursor.idx ?? -1)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < LEAST_DRAG_PX) return;
          const msAt = (x: number): number => Math.round(plot.posToVal(x, 'x') * SECOND_MS);
          onChoose({ from: msAt(left), to: msAt(left + width) });
        },
      ],
    },
  };
}

/** Zero is always seen: below it is debt. */
const withZero: uPlot.Range.Function = (_, least, most) => {
  const [low, high] = [Math.min(0, least ?? 0), Math.max(0, most ?? 0)];
  const room = (high - low || 1) * 0.08;
  return [low < 0 ? low - room : 0, high + room];
};
