/** Where in the account's life one is, and everything that moves it. */
import { useCallback, useState } from 'react';
import { localTime } from '../../format/times.js';
import { Button } from '../../ui/button.js';
import { Choice } from '../../ui/field.js';
import { TimeText } from '../../ui/time-text.js';
import { Icon } from './icon.js';
import { LifeLine } from './life-line.js';
import { type Life, type Place, type Scale, momentOf } from './moment.js';
import { usePaced } from './paced.js';
import { useEntry, useStateAt } from './reads.js';
import { useArrowKeys, usePlaying, useStep } from './stepping.js';

type Props = {
  readonly life: Life;
  readonly place: Place;
  readonly beside: Place | null;
  readonly go: (place: Place, beside: Place | null) => void;
};

const SCALES: Readonly<Record<Scale, string>> = {
  entry: 'Entry by entry',
  recorded: 'Time recorded',
  effective: 'Time in effect',
};
const PACES = { '1200': 'Slow', '600': 'Normal', '200': 'Fast' } as const;

export function Controls({ life, place, beside, go }: Props) {
  const shown = useShown(place, life.newest);
  const [pace, setPace] = useState<keyof typeof PACES>('600');
  const toStep = useStep(life, place, shown.revision);
  const [first, last] = endsOf(life, place.scale);
  const step = async (steps: 1 | -1): Promise<boolean> => {
    const next = await toStep(steps);
    go(next, beside);
    return next.at < last;
  };
  const { isPlaying, setIsPlaying } = usePlaying(step, Number(pace));
  useArrowKeys((steps) => void step(steps));
  const slide = useCallback((at: number) => go({ scale: place.scale, at }, beside), [go, place.scale, beside]);
  const slideBeside = useCallback((at: number) => go(place, { scale: place.scale, at }), [go, place]);
  const change = (scale: Scale): void => {
    setIsPlaying(false);
    go(onScale(scale, shown), null);
  };
  const play = (): void => {
    if (place.at >= last) slide(first);
    setIsPlaying(!isPlaying);
  };
  return (
    <section className="panel replay-controls" aria-label="Moment">
      <div className="replay-bar">
        <Scales scale={place.scale} change={change} />
        <div className="replay-buttons">
          <Button small onClick={() => slide(first)} disabled={place.at <= first} aria-label="To the opening">
            <Icon of="first" />
          </Button>
          <Button small onClick={() => void step(-1)} disabled={place.at <= first} aria-label="One step back">
            <Icon of="back" />
          </Button>
          <Button small tone="primary" onClick={play} aria-pressed={isPlaying}>
            {isPlaying ? 'Pause' : 'Play'}
          </Button>
          <Button small onClick={() => void step(1)} disabled={place.at >= last} aria-label="One step on">
            <Icon of="on" />
          </Button>
          <Button small onClick={() => slide(last)} disabled={place.at >= last} aria-label="To the newest">
            <Icon of="last" />
          </Button>
          <Choice label="Pace" value={pace} onChange={setPace} options={PACES} />
        </div>
        <Button
          small
          aria-pressed={beside !== null}
          onClick={() => go(place, beside === null ? { scale: place.scale, at: first } : null)}
        >
          {beside === null ? 'Put another moment beside' : 'One moment only'}
        </Button>
      </div>
      <LifeLine life={life} atMs={shown.atMs} />
      {beside !== null && <Slider label="The other moment" life={life} place={beside} slide={slideBeside} />}
      <Slider label={beside === null ? 'Moment' : 'This moment'} life={life} place={place} slide={slide} />
    </section>
  );
}

function Scales({ scale, change }: { readonly scale: Scale; readonly change: (scale: Scale) => void }) {
  return (
    <fieldset className="segments">
      <legend className="sr-only">Clock</legend>
      {(Object.entries(SCALES) as [Scale, string][]).map(([each, label]) => (
        <label key={each} className="segment">
          <input type="radio" name="scale" checked={each === scale} onChange={() => change(each)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

type SliderProps = {
  readonly label: string;
  readonly life: Life;
  readonly place: Place;
  readonly slide: (at: number) => void;
};

function Slider({ label, life, place, slide }: SliderProps) {
  const [at, drag] = usePaced(place.at, slide);
  const [first, last] = endsOf(life, place.scale);
  const isEntry = place.scale === 'entry';
  const text = isEntry ? `Entry ${at} of ${life.newest}` : localTime(new Date(at).toISOString());
  return (
    <label className="replay-slider">
      <span className="replay-slider-label">{label}</span>
      <input
        type="range"
        min={first}
        max={Math.max(first, last)}
        step={1}
        value={at}
        aria-valuetext={text}
        onChange={(event) => drag(event.target.valueAsNumber)}
      />
      <output className="replay-at">
        {isEntry ? (
          <>
            Entry <strong>{at.toLocaleString('en-US')}</strong> of {life.newest.toLocaleString('en-US')}
          </>
        ) : (
          <TimeText at={new Date(at).toISOString()} />
        )}
      </output>
    </label>
  );
}

const endsOf = ({ newest, openedMs, endMs }: Life, scale: Scale): readonly [first: number, last: number] =>
  scale === 'entry' ? [1, newest] : [openedMs, endMs];

/** The entry that is shown, and when that was, whatever scale it was found on. */
type Shown = { readonly revision: number; readonly atMs: number; readonly effectiveMs: number };

function useShown(place: Place, newest: number): Shown {
  const isEntry = place.scale === 'entry';
  const state = useStateAt(momentOf(place), !isEntry);
  const revision = isEntry ? place.at : Math.max(1, state.data?.balance.revision ?? 1);
  const { data: entry } = useEntry(revision, newest);
  if (!isEntry) return { revision, atMs: place.at, effectiveMs: place.at };
  const recordedMs = entry ? Date.parse(entry.recordedAt) : 0;
  return { revision, atMs: recordedMs, effectiveMs: entry ? Date.parse(entry.effectiveAt) : 0 };
}

/** The same moment on another scale. */
function onScale(scale: Scale, { revision, atMs, effectiveMs }: Shown): Place {
  if (scale === 'entry') return { scale, at: revision };
  return { scale, at: scale === 'recorded' ? atMs : effectiveMs };
}
