import { Injectable } from '@nestjs/common';
import { usageTimeOf } from '#domain/account/usage/late-usage.js';
import { type DatedPrices, priceAt } from '#domain/catalogue/catalogue.js';
import type { ModelPrices } from '#domain/catalogue/prices.js';
import type { Instant } from '#domain/messages.js';
import { CATALOGUE } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';

type Usage = { readonly occurredAt?: Instant | undefined; readonly mode: 'authorize' | 'record' };

/** Prices of models, read from the log at every question, so that one set through another process counts at once. */
@Injectable()
export class Prices {
  constructor(private readonly ledger: Ledger) {}

  /** At the time that usage is decided at; null for a model without a price. Questions of one moment share one read. */
  of(model: string, { occurredAt, mode }: Usage): Promise<ModelPrices | null> {
    return this.ledger.query(
      CATALOGUE,
      '',
      (catalogue, now) => priceAt(catalogue, model, usageTimeOf(occurredAt, mode, now))?.prices ?? null,
    );
  }

  /** Those in force now, by model. */
  all(): Promise<ReadonlyMap<string, DatedPrices>> {
    return this.ledger.query(CATALOGUE, '', (catalogue, now) => {
      const models = Object.keys(catalogue.prices).sort();
      return new Map(
        models.flatMap((model) => {
          const prices = priceAt(catalogue, model, now);
          return prices ? [[model, prices] as const] : [];
        }),
      );
    });
  }
}
