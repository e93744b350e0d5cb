/** The pages of the first level, in the order in which they are shown, each for whom it is. */
import type { LinkProps } from '@tanstack/react-router';
import type { Permission } from '../session/roles.js';

type Destination = {
  readonly label: string;
  readonly link: LinkProps;
  /** Whoever is signed in, where none is named. */
  readonly needs?: Permission;
};

export const DESTINATIONS: readonly Destination[] = [
  { label: 'Accounts', link: { to: '/accounts' } },
  { label: 'Finance', link: { to: '/finance' }, needs: 'read purchases' },
  { label: 'Audit', link: { to: '/audit' }, needs: 'audit' },
  { label: 'System', link: { to: '/system' }, needs: 'see the system' },
];
