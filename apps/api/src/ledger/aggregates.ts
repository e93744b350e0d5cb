/** Every kind of stream that the API writes to. */
import type { AccountCommand } from '#domain/account/decider.js';
import type { AccountEvent } from '#domain/account/events.js';
import type { Account } from '#domain/account/state.js';
import {
  type Catalogue,
  type CatalogueEvent,
  type PriceModel,
  catalogueAggregate,
} from '#domain/catalogue/catalogue.js';
import type { Command, Event } from '#domain/messages.js';
import type { DefinePlan, PlanCatalogue, PlanDefined } from '#domain/plans/plan-catalogue.js';
import type { PromoCodeCommand } from '#domain/promo-codes/decider.js';
import type { PromoCodeEvent } from '#domain/promo-codes/events.js';
import type { PromoCode } from '#domain/promo-codes/promo-code.js';
import { type MoveTestClock, type TestClock, type TestClockMoved } from '#domain/test-clock/test-clock.js';
import type { Deliveries, DeliveryCommand } from '#domain/webhooks/deliveries.js';
import type { ConfigureWebhook, EndpointEvent, Endpoints } from '#domain/webhooks/endpoints.js';
import type { DeliveryEvent } from '#domain/webhooks/events.js';
import { type Clock, createTestClockWriter } from '#event-store/clock.js';
import { catalogueCodec } from '#event-store/codec/catalogue-codec.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { createAccountWriter } from '#event-store/writer/account-writer.js';
import type { Writer } from '#event-store/writer/execute-command.js';
import { accountSums } from '#from-log/account-sums.js';
import type { Finality } from '#event-store/writer/finality.js';
import { createPlanCatalogueWriter } from '#event-store/writer/plan-catalogue-writer.js';
import { createPromoCodeWriter } from '#event-store/writer/promo-code-writer.js';
import { createDeliveryWriter, createEndpointWriter } from '#event-store/writer/webhook-writers.js';
import { createWriter } from '#event-store/writer/writer.js';

/** One kind of stream, and how its writer is made; there is one writer a process. */
export type Kind<State, C extends Command, E extends Event> = {
  readonly name: string;
  readonly createWriter: (store: EventStore, clock: Clock, finality: Finality) => Writer<State, C, E>;
};

export const ACCOUNTS: Kind<Account, AccountCommand, AccountEvent> = {
  name: 'account',
  createWriter: (store, clock, finality) => createAccountWriter(store, clock, {}, { finality, sums: accountSums }),
};

/** By the code in lower case (`streamIdOf`). */
export const PROMO_CODES: Kind<PromoCode, PromoCodeCommand, PromoCodeEvent> = {
  name: 'promo-code',
  createWriter: createPromoCodeWriter,
};

/** All webhooks share one stream, whose id is empty. */
export const WEBHOOKS: Kind<Endpoints, ConfigureWebhook, EndpointEvent> = {
  name: 'webhooks',
  createWriter: createEndpointWriter,
};

/** By the webhook's id. */
export const DELIVERIES: Kind<Deliveries, DeliveryCommand, DeliveryEvent> = {
  name: 'webhook',
  createWriter: createDeliveryWriter,
};

/** All plans share one stream, whose id is empty. */
export const PLANS: Kind<PlanCatalogue, DefinePlan, PlanDefined> = {
  name: 'plans',
  createWriter: createPlanCatalogueWriter,
};

/** All models share one stream, whose id is empty. */
export const CATALOGUE: Kind<Catalogue, PriceModel, CatalogueEvent> = {
  name: 'catalogue',
  createWriter: (store, clock, finality) =>
    createWriter({ store, aggregate: catalogueAggregate, codec: catalogueCodec, clock, finality }),
};

/** One stream, whose id is empty. It runs on the real clock. */
export const TEST_CLOCK: Kind<TestClock, MoveTestClock, TestClockMoved> = {
  name: 'test-clock',
  createWriter: createTestClockWriter,
};
