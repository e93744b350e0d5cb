/** What a replay proves at its end. Pure: evidence in, claims out. */
import type { PlannedCharge } from './charges.js';
import { decimal, total, units } from './exact.js';

/** An account as the service shows it. */
export type Evidence = {
  readonly accountId: string;
  /** Amount of each charge in the account's log, by idempotency key. */
  readonly logged: ReadonlyMap<string, string>;
  /** Charges in the log, those with keys of others included. */
  readonly loggedCount: number;
  readonly fromReadModel: Balance;
  /** Folded from the log up to the same revision. */
  readonly fromLog: Balance;
};

/** The members of a balance that depend on the events alone, not on the moment of reading. */
export type Balance = Readonly<Record<string, unknown>> & { readonly total: string };

export type Claim = { readonly claim: string; readonly holds: boolean; readonly shown: string };

export type ReplayFacts = {
  readonly charges: readonly PlannedCharge[];
  /** Amount of each answer, by key. */
  readonly answered: ReadonlyMap<string, string>;
  readonly funding: ReadonlyMap<string, bigint>;
  readonly evidence: readonly Evidence[];
};

export function prove(facts: ReplayFacts): readonly Claim[] {
  return [countClaim(facts), pricesClaim(facts), sumClaim(facts), conservationClaim(facts), foldClaim(facts)];
}

function countClaim({ charges, answered, evidence }: ReplayFacts): Claim {
  const logged = evidence.reduce((count, { loggedCount }) => count + loggedCount, 0);
  const distinct = evidence.reduce((count, account) => count + account.logged.size, 0);
  return {
    claim: 'every row was charged once',
    holds: charges.length === answered.size && charges.length === logged && logged === distinct,
    shown: `${charges.length} rows, ${answered.size} accepted, ${logged} in the log`,
  };
}

function pricesClaim({ charges, answered, evidence }: ReplayFacts): Claim {
  const logOf = new Map(evidence.map(({ accountId, logged }) => [accountId, logged]));
  const wrong = charges.filter(({ accountId, key, expected }) => {
    const amounts = [answered.get(key), logOf.get(accountId)?.get(key)];
    return amounts.some((amount) => amount === undefined || units(amount) !== expected);
  });
  const [first] = wrong;
  return {
    claim: 'each charge costs what its row costs, priced independently',
    holds: wrong.length === 0,
    shown: first
      ? `${wrong.length} differ, the first is ${first.key}: ${decimal(first.expected)} expected, ` +
        `${answered.get(first.key) ?? 'nothing'} answered, ${logOf.get(first.accountId)?.get(first.key) ?? 'nothing'} logged`
      : `${charges.length} agree`,
  };
}

const chargedIn = (evidence: readonly Evidence[]): bigint =>
  total(evidence.flatMap(({ logged }) => [...logged.values()].map(units)));

function sumClaim({ charges, answered, evidence }: ReplayFacts): Claim {
  const expected = total(charges.map((charge) => charge.expected));
  const accepted = total([...answered.values()].map(units));
  const charged = chargedIn(evidence);
  return {
    claim: 'sum charged = sum of the rows priced independently',
    holds: expected === accepted && expected === charged,
    shown: `${decimal(charged)} in the log, ${decimal(accepted)} accepted, ${decimal(expected)} priced`,
  };
}

function conservationClaim({ funding, evidence }: ReplayFacts): Claim {
  const funded = total(funding.values());
  const left = total(evidence.map(({ fromReadModel }) => units(fromReadModel.total)));
  const charged = chargedIn(evidence);
  return {
    claim: 'balances + charged = credits put in',
    holds: left + charged === funded && evidence.length === funding.size,
    shown: `${decimal(left)} + ${decimal(charged)} = ${decimal(left + charged)}, put in ${decimal(funded)}`,
  };
}

function foldClaim({ evidence }: ReplayFacts): Claim {
  const differing = evidence.filter(({ fromReadModel, fromLog }) => difference(fromReadModel, fromLog) !== undefined);
  const [first] = differing;
  return {
    claim: 'read models = fold of the log',
    holds: differing.length === 0,
    shown: first
      ? `${differing.length} accounts differ, the first is ${first.accountId} in ${difference(first.fromReadModel, first.fromLog)}`
      : `${evidence.length} accounts agree`,
  };
}

function difference(a: Balance, b: Balance): string | undefined {
  const members = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...members].find((member) => JSON.stringify(a[member]) !== JSON.stringify(b[member]));
}
