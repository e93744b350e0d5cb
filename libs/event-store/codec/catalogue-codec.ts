/** The price catalogue's events as they are stored. */
import type { CatalogueEvent } from '#domain/catalogue/catalogue.js';
import { createCodec } from './codec.js';

export const catalogueCodec = createCodec<CatalogueEvent>(['ModelPriced']);
