/** The writer of the catalogue of plans, the same in every process. All plans share one stream, whose id is empty. */
import {
  type DefinePlan,
  type PlanCatalogue,
  type PlanDefined,
  planCatalogueAggregate,
} from '#domain/plans/plan-catalogue.js';
import { planCatalogueCodec } from '../codec/plan-catalogue-codec.js';
import type { EventStore } from '../port/event-store.js';
import type { Clock, Writer } from './execute-command.js';
import type { Finality } from './finality.js';
import { createWriter } from './writer.js';

export type PlanCatalogueWriter = Writer<PlanCatalogue, DefinePlan, PlanDefined>;

export const createPlanCatalogueWriter = (store: EventStore, clock: Clock, finality?: Finality): PlanCatalogueWriter =>
  createWriter({ store, aggregate: planCatalogueAggregate, codec: planCatalogueCodec, clock, finality });
