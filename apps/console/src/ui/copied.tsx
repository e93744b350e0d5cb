import { useEffect, useState } from 'react';
import { Button } from './button.js';

const SHOWN_MS = 1_500;

/** An id as it is sent to the API, to take along. */
export function Copied({ text, label }: { readonly text: string; readonly label: string }) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
  };
  return (
    <span className="copied">
      <code>{text}</code>
      <Button small tone="quiet" aria-label={`Copy ${label}`} title={`Copy ${label}`} onClick={() => void copy()}>
        {isCopied ? <Check /> : <Sheets />}
      </Button>
    </span>
  );
}

const Check = () => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M3 8.5l3.5 3.5L13 5" />
  </svg>
);

const Sheets = () => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />
  </svg>
);
