import { Link } from '@tanstack/react-router';

export const AccountLink = ({ accountId }: { readonly accountId: string }) => (
  <Link to="/accounts/$accountId" params={{ accountId }}>
    {accountId}
  </Link>
);
