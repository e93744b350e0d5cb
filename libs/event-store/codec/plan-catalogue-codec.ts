/** The events of the catalogue of plans as they are stored. */
import type { PlanDefined } from '#domain/plans/plan-catalogue.js';
import { createCodec } from './codec.js';

export const planCatalogueCodec = createCodec<PlanDefined>(['PlanDefined']);
