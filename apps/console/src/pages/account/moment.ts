/** Which moment of an account is shown: now, or one that the address names. */
export type Moment = {
  readonly revision?: number;
  /** As it was recorded by then. */
  readonly asOf?: string;
  /** As it took effect by then, whenever it was recorded. */
  readonly effective?: string;
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;
const instantOf = (value: unknown): string | undefined =>
  typeof value === 'string' && INSTANT.test(value) ? value : undefined;

/** The first that the address names: an account is shown as of one moment. */
export function momentIn({ revision, asOf, effective }: Readonly<Record<string, unknown>>): Moment {
  if (typeof revision === 'number' && Number.isSafeInteger(revision) && revision > 0) return { revision };
  const [recorded, effected] = [instantOf(asOf), instantOf(effective)];
  if (recorded !== undefined) return { asOf: recorded };
  return effected === undefined ? {} : { effective: effected };
}

export const isPast = (moment: Moment): boolean => Object.keys(moment).length > 0;
