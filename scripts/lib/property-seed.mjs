// Properties draw the same cases in every run, so that a red run is about the change; `npm run properties` draws others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
