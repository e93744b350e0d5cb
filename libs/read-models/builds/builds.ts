/** Builds: every set of read models ever built has an id of its own and is never begun again under the same one. */
import { createHash, randomBytes } from 'node:crypto';
import { SHARDS, keysOf } from '../redis/keys.js';
import type { Registry } from '../projection/projection.js';
import { CHECKPOINT } from '../redis/register.js';
import type { RedisStore } from '../redis/redis-store.js';

/** Raised when keys or encodings of this library change. */
const LAYOUT = 4;

/** What the rows depend on: two registries of the same versions build the same. */
export const versionsOf = (registry: Registry): string =>
  createHash('sha256')
    .update(JSON.stringify([LAYOUT, ...registry.map(({ of, name, version }) => [of, name, version])]))
    .digest('hex')
    .slice(0, 8);

export const isOf = (versions: string, build: string): boolean => build.startsWith(`${versions}-`);

const RETIRED = 'retired:';
/** Fields of the hash of builds: what follows is a build. */
export const LOG = 'log:';
/** What follows are versions; the field holds the build of them that is under way. */
export const BUILDING = 'building:';

/** What follows is a build of which one read model is made anew; the field names it, and the build that has the others. */
export const OF_ONE = 'of-one:';

/** One read model is made anew, the rows of the others are those of a build that is there already. */
export type OfOne = { readonly readModel: string; readonly from: string };

/** Neither a name nor a build has a space. */
const ofOneText = ({ readModel, from }: OfOne): string => `${readModel} ${from}`;

export function ofOneIn(text: string | undefined): OfOne | null {
  const [readModel, from] = text?.split(' ') ?? [];
  return readModel && from ? { readModel, from } : null;
}

const withPrefix = (fields: Readonly<Record<string, string>>, prefix: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );

export type BuildsSeen = {
  /** Answers reads, of whatever versions. */
  readonly serving: string | null;
  /** Of our versions, grows beside it. */
  readonly building: string | null;
  readonly retired: readonly string[];
  /** By build, the log that it was built from, once that had an event. */
  readonly logs: Readonly<Record<string, string>>;
  /** By build, while it does not serve yet. */
  readonly ofOne: Readonly<Record<string, OfOne | null>>;
};

export type Builds = {
  readonly versions: string;
  look(): Promise<BuildsSeen>;
  /** The build of our versions to be built: a new one, unless one is under way. `lost` is one that can't go on. */
  begin(lost?: string, ofOne?: OfOne): Promise<string>;
  /** The finished build answers reads from now on; the one before is retired. */
  promote(build: string): Promise<void>;
  /** Says which log the build is made from; the first word counts. */
  bind(build: string, log: string): Promise<void>;
  /** The build is of another log: nobody reads it from now on. */
  disown(build: string): Promise<void>;
  /** Removes the keys of a retired build. First what tells its readers to look for the new one. */
  remove(build: string): Promise<void>;
};

export function createBuilds(store: RedisStore, registry: Registry, deployment: string): Builds {
  const keys = keysOf(deployment);
  const versions = versionsOf(registry);
  const foundations = (build: string) => {
    const own = keys.build(build);
    return [...SHARDS.map(own.register), own.reach];
  };
  return {
    versions,
    async look() {
      const fields = await store.fields(keys.builds);
      return {
        serving: fields['serving'] ?? null,
        building: fields[BUILDING + versions] ?? null,
        retired: Object.keys(withPrefix(fields, RETIRED)),
        logs: withPrefix(fields, LOG),
        ofOne: Object.fromEntries(
          Object.entries(withPrefix(fields, OF_ONE)).map(([build, text]) => [build, ofOneIn(text)]),
        ),
      };
    },
    async begin(lost = '', ofOne) {
      const build = `${versions}-${randomBytes(4).toString('hex')}`;
      // Before it is known: whoever hears of a build finds its registers, or knows that it is lost.
      const own = keys.build(build);
      await Promise.all(SHARDS.map((shard) => store.setField(own.register(shard), CHECKPOINT, '')));
      await store.set(own.reach, '');
      const begun = String(
        await store.run('begin', [keys.builds], [versions, build, lost, ofOne ? ofOneText(ofOne) : '']),
      );
      if (begun !== build) await Promise.all(foundations(build).map((key) => store.remove([key])));
      return begun;
    },
    bind: async (build, log) => void (await store.run('bind', [keys.builds], [LOG + build, log])),
    disown: async (build) => void (await store.run('disown', [keys.builds], [versions, build])),
    promote: async (build) => void (await store.run('promote', [keys.builds], [versions, build])),
    async remove(build) {
      await Promise.all(foundations(build).map((key) => store.remove([key])));
      await store.sweep(keys.build(build).all);
      await store.deleteField(keys.builds, LOG + build);
      await store.deleteField(keys.builds, OF_ONE + build);
      await store.deleteField(keys.builds, RETIRED + build);
    },
  };
}
