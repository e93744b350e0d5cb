import type { ReactNode } from 'react';

/** What an action is about, before it is done: a name and a value a line. */
export const Facts = ({ of }: { readonly of: Readonly<Record<string, ReactNode>> }) => (
  <dl className="finance-facts">
    {Object.entries(of).map(([name, value]) => (
      <FactLine key={name} name={name} value={value} />
    ))}
  </dl>
);

const FactLine = ({ name, value }: { readonly name: string; readonly value: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
);
