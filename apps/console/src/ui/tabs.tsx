/** Views of one thing, each with an address: links, so that they open in another tab of the browser too. */
import { Link, type LinkProps } from '@tanstack/react-router';

export type Tab = { readonly label: string; readonly count?: number; readonly link: LinkProps };

export const Tabs = ({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) => (
  <nav className="tabs" aria-label={label}>
    {tabs.map(({ label: name, count, link }) => (
      <Link key={name} {...link} className="tab" activeProps={{ 'aria-current': 'page' }}>
        {name}
        {count !== undefined && <span className="tab-count">{count}</span>}
      </Link>
    ))}
  </nav>
);
