import { Injectable } from '@nestjs/common';
import { type TokenPrices, priceAt } from '#domain/catalogue/catalogue.js';
import type { Instant } from '#domain/messages.js';
import { CATALOGUE } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';

/** Prices of models, read from the log at every question, so that one set through another process counts at once. */
@Injectable()
export class Prices {
  constructor(private readonly ledger: Ledger) {}

  /** At the time of usage, or now; null for a model without a price. Questions of one moment share one read. */
  of(model: string, usedAt?: Instant): Promise<TokenPrices | null> {
    return this.ledger.query(CATALOGUE, '', (catalogue, now) => priceAt(catalogue, model, usedAt ?? now));
  }

  /** Those in force now, by model. */
  all(): Promise<ReadonlyMap<string, TokenPrices>> {
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
