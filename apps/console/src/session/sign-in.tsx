/** The first page: whoever has a key comes in by it. */
import { type FormEvent, useEffect, useState } from 'react';
import { createClient } from '#client/client.js';
import { Refusal, answerOf } from '../api/refusal.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Field, TextInput } from '../ui/field.js';
import { Logo } from '../shell/logo.js';
import type { Role } from './roles.js';

const ROLES: readonly Role[] = ['support', 'finance', 'auditor', 'admin', 'service', 'checkout'];

type Props = {
  /** Why they are here again. */
  readonly notice: string | null;
  readonly signIn: (key: string) => void;
};

export function SignIn({ notice, signIn }: Props) {
  const hasDevelopmentKeys = useDevelopmentKeys();
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState(notice);
  const [isAsking, setIsAsking] = useState(false);

  const enter = async (entered: string): Promise<void> => {
    if (entered === '') return setProblem('Enter an API key.');
    setIsAsking(true);
    try {
      await answerOf(createClient({ url: location.origin, apiKey: entered, fetch: send }).GET('/v1/session'));
      signIn(entered);
    } catch (error) {
      setIsAsking(false);
      setProblem(problemOf(error));
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void enter(key.trim());
  };

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Logo />
        <h1>Sign in to the console</h1>
        <p className="muted">With an API key. It is kept for this tab only, and forgotten when the tab closes.</p>
        {problem !== null && <Banner tone="bad">{problem}</Banner>}
        <form onSubmit={submit}>
          <Field label="API key">
            <TextInput type="password" autoComplete="off" value={key} onChange={setKey} />
          </Field>
          <Button type="submit" tone="primary" disabled={isAsking}>
            {isAsking ? 'Signing in…' : 'Sign in'}
          </Button>
        </form>
        {hasDevelopmentKeys && <DevelopmentKeys enter={(entered) => void enter(entered)} />}
      </div>
    </main>
  );
}

function DevelopmentKeys({ enter }: { readonly enter: (key: string) => void }) {
  return (
    <section className="sign-in-keys" aria-labelledby="development-keys">
      <h2 id="development-keys">Development keys are in force</h2>
      <div className="sign-in-roles">
        {ROLES.map((role) => (
          <Button key={role} onClick={() => enter(`dev-${role}`)}>
            {role}
          </Button>
        ))}
      </div>
    </section>
  );
}

const send = (request: Request): Promise<Response> => fetch(request);

function problemOf(error: unknown): string {
  if (!(error instanceof Refusal)) return 'The API did not answer. Try again.';
  return error.problem.code === 'unauthorized' ? 'The API does not know this key.' : error.problem.detail;
}

/** Whether anybody may come in by the keys that everybody knows: on a developer's own machine. */
function useDevelopmentKeys(): boolean {
  const [areInForce, setAreInForce] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    const look = async (): Promise<void> => {
      const response = await fetch('/health/live', { signal: leaving.signal });
      const { developmentKeys } = (await response.json()) as { developmentKeys?: boolean };
      setAreInForce(developmentKeys === true);
    };
    // Without an answer nothing is offered; signing in says what is wrong.
    look().catch(() => setAreInForce(false));
    return () => leaving.abort();
  }, []);
  return areInForce;
}
