/** A canvas knows no variables of a style sheet: their colours as they are now, in the scheme that is shown. */
const NAMES = {
  muted: '--text-muted',
  line: '--line',
  series: '--accent',
  area: '--plot-area',
  expiry: '--wait',
  grace: '--plot-grace',
  past: '--past',
} as const;

export type Colours = Readonly<Record<keyof typeof NAMES, string>>;

export function coloursOf(element: Element): Colours {
  const probe = document.createElement('span');
  element.append(probe);
  const colours = Object.entries(NAMES).map(([name, variable]) => {
    probe.style.color = `var(${variable})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours) as Colours;
}
