/** What a replay proves at its end. Pure: evidence in, claims out. */
import type { PlannedCharge } from './charges.js';
import { decimal, total, units } from './exact.js';

/** An account as the service shows it. */
export type Evidence = {
  readonly accountId: string;
  /** Every charge in the account's log, those of others included. */
  readonly logged: readonly LoggedCharge[];
  /** Amounts of the completed purchases in the account's log. */
  readonly putIn: readonly string[];
  readonly fromReadModel: Balance;
  /** Folded from the log up to the same revision. */
  readonly fromLog: Balance;
};

/** The members of a balance that depend on the events alone, not on the moment of reading. */
export type Balance = Readonly<Record<string, unknown>> & { readonly total: string };

export type LoggedCharge = { readonly key?: string; readonly amount: string };

export type Claim = { readonly claim: string; readonly holds: boolean; readonly shown: string };

export type ReplayFacts = {
  readonly charges: readonly PlannedCharge[];
  /** Amount of each answer, by key. */
  readonly answered: ReadonlyMap<string, string>;
  /** Keys of those that an earlier run has charged. */
  readonly chargedBefore: ReadonlySet<string>;
  /** What had to be put into each account, at least. */
  readonly funding: ReadonlyMap<string, bigint>;
  readonly evidence: readonly Evidence[];
  /** Accounts may hold charges of other runs. */
  readonly isShared: boolean;
};

export function prove(facts: ReplayFacts): readonly Claim[] {
  return [countClaim(facts), pricesClaim(facts), sumClaim(facts), conservationClaim(facts), foldClaim(facts)];
}

/** Amounts that the log has for a charge of the plan: one, where all is well. */
function loggedFor({ charges, evidence }: ReplayFacts): ReadonlyMap<PlannedCharge, readonly string[]> {
  const amounts = new Map<string, string[]>();
  for (const { accountId, logged } of evidence) {
    for (const { key = '', amount } of logged) {
      const name = JSON.stringify([accountId, key]);
      const known = amounts.get(name);
      if (known) known.push(amount);
      else amounts.set(name, [amount]);
    }
  }
  return new Map(charges.map((charge) => [charge, amounts.get(JSON.stringify([charge.accountId, charge.key])) ?? []]));
}

function countClaim(facts: ReplayFacts): Claim {
  const { charges, answered, chargedBefore, evidence, isShared } = facts;
  const logged = [...loggedFor(facts).values()];
  const count = total(logged.map(({ length }) => BigInt(length)));
  const others = evidence.reduce((sum, account) => sum + account.logged.length, 0) - Number(count);
  const isOnce = logged.every(({ length }) => length === 1) && (isShared || others === 0);
  const before = chargedBefore.size > 0 ? `, ${chargedBefore.size} charged by an earlier run` : '';
  return {
    claim: 'every row was charged once',
    holds: isOnce && charges.length === answered.size + chargedBefore.size,
    shown: `${charges.length} rows, ${answered.size} accepted${before}, ${count} in the log`,
  };
}

function pricesClaim(facts: ReplayFacts): Claim {
  const { charges, answered, chargedBefore } = facts;
  const logged = loggedFor(facts);
  const amountsOf = (charge: PlannedCharge): readonly (string | undefined)[] => [
    ...(chargedBefore.has(charge.key) ? [] : [answered.get(charge.key)]),
    logged.get(charge)?.[0],
  ];
  const wrong = charges.filter((charge) =>
    amountsOf(charge).some((amount) => amount === undefined || units(amount) !== charge.expected),
  );
  const [first] = wrong;
  return {
    claim: 'each charge costs what its row costs, priced independently',
    holds: wrong.length === 0,
    shown: first
      ? `${wrong.length} differ, the first is ${first.key}: ${decimal(first.expected)} expected, ` +
        `${answered.get(first.key) ?? 'nothing'} answered, ${logged.get(first)?.[0] ?? 'nothing'} logged`
      : `${charges.length} agree`,
  };
}

function sumClaim(facts: ReplayFacts): Claim {
  const { charges, answered, chargedBefore } = facts;
  const expected = total(charges.map((charge) => charge.expected));
  const charged = total([...loggedFor(facts).values()].flatMap((amounts) => amounts.map(units)));
  const before = total(charges.filter(({ key }) => chargedBefore.has(key)).map((charge) => charge.expected));
  const accepted = total([...answered.values()].map(units));
  const earlier = before > 0n ? ` and ${decimal(before)} by an earlier run` : '';
  return {
    claim: 'sum charged = sum of the rows priced independently',
    holds: expected === accepted + before && expected === charged,
    shown: `${decimal(charged)} in the log, ${decimal(accepted)} accepted${earlier}, ${decimal(expected)} priced`,
  };
}

function conservationClaim({ funding, evidence, isShared }: ReplayFacts): Claim {
  const needed = total(funding.values());
  const putIn = total(evidence.flatMap((account) => account.putIn.map(units)));
  const left = total(evidence.map(({ fromReadModel }) => units(fromReadModel.total)));
  const charged = total(evidence.flatMap(({ logged }) => logged.map(({ amount }) => units(amount))));
  const isFunded = evidence.length === funding.size && (isShared ? putIn >= needed : putIn === needed);
  return {
    claim: 'balances + charged = credits put in',
    holds: left + charged === putIn && isFunded,
    shown: `${decimal(left)} + ${decimal(charged)} = ${decimal(left + charged)}, put in ${decimal(putIn)}`,
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
