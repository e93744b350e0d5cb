/** The writers of webhooks and their deliveries, set up the same in every process that decides about them. */
import { type Deliveries, type DeliveryCommand, deliveriesAggregate } from '#domain/webhooks/deliveries.js';
import {
  type ConfigureWebhook,
  type EndpointEvent,
  type Endpoints,
  endpointsAggregate,
} from '#domain/webhooks/endpoints.js';
import type { DeliveryEvent } from '#domain/webhooks/events.js';
import { deliveryCodec, endpointCodec } from '../codec/webhook-codecs.js';
import type { EventStore } from '../port/event-store.js';
import type { Clock, Writer } from './execute-command.js';
import type { Finality } from './finality.js';
import { createWriter } from './writer.js';

/** Of the shape of `Deliveries`: raised when it changes. Their filters find a delivery, however old it is. */
const DELIVERIES_SCHEMA_VERSION = 1;

export type EndpointWriter = Writer<Endpoints, ConfigureWebhook, EndpointEvent>;
export type DeliveryWriter = Writer<Deliveries, DeliveryCommand, DeliveryEvent>;

export const createEndpointWriter = (store: EventStore, clock: Clock, finality?: Finality): EndpointWriter =>
  createWriter({ store, aggregate: endpointsAggregate, codec: endpointCodec, clock, finality });

/** By the webhook's id. Pauses and claims are of receivers and processes, so `clock` goes on where a test clock stands still. */
export const createDeliveryWriter = (store: EventStore, clock: Clock, finality?: Finality): DeliveryWriter =>
  createWriter({
    store,
    aggregate: deliveriesAggregate,
    codec: deliveryCodec,
    clock,
    snapshots: { schemaVersion: DELIVERIES_SCHEMA_VERSION },
    finality,
  });
