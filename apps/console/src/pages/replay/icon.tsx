const PATHS = {
  first: 'M2 2h2v12H2zM14 2v12L5 8z',
  back: 'M12 2v12L3 8z',
  on: 'M4 2v12l9-6z',
  last: 'M12 2h2v12h-2zM2 2v12l9-6z',
} as const;

/** What a button with a label shows. */
export const Icon = ({ of }: { readonly of: keyof typeof PATHS }) => (
  <svg className="replay-icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={PATHS[of]} />
  </svg>
);
