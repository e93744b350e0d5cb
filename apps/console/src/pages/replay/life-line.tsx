/** The balance's total over the whole life, with a mark where one is. */
import { heightOf } from '../../format/decimals.js';
import type { Life } from './moment.js';
import { useLife } from './reads.js';

const [WIDTH, HEIGHT, EDGE] = [1000, 64, 4];

export function LifeLine({ life, atMs }: { readonly life: Life; readonly atMs: number }) {
  const { openedMs, endMs } = life;
  const { data } = useLife(new Date(openedMs).toISOString(), new Date(endMs).toISOString());
  const points = data?.points ?? [];
  const heights = points.map(({ total }) => heightOf(total));
  const [least, most] = [Math.min(0, ...heights), Math.max(0, ...heights)];
  const x = (ms: number): number => (endMs === openedMs ? 0 : ((ms - openedMs) / (endMs - openedMs)) * WIDTH);
  const y = (height: number): number =>
    HEIGHT - EDGE - (most === least ? 0 : ((height - least) / (most - least)) * (HEIGHT - 2 * EDGE));
  const corners = points.flatMap(({ at }, nth) => {
    const [here, before] = [y(heights[nth] ?? 0), y(heights[nth - 1] ?? heights[nth] ?? 0)];
    return [`${x(Date.parse(at))},${before}`, `${x(Date.parse(at))},${here}`];
  });
  const line = corners.join(' ');
  return (
    <svg className="life" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {corners.length > 0 && <polygon className="life-area" points={`0,${y(0)} ${line} ${WIDTH},${y(0)}`} />}
      <line className="life-zero" x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
      <polyline className="life-total" points={line} />
      <line className="life-at" x1={x(atMs)} x2={x(atMs)} y1="0" y2={HEIGHT} />
    </svg>
  );
}
