/** How a statement looks, on paper as on a screen. It is the only style that the page's policy lets in. */
import { createHash } from 'node:crypto';

export const STATEMENT_STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 2.5rem 1.5rem; color: #1b1f27; background: #fff;
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header { display: flex; justify-content: space-between; gap: 2rem; border-bottom: 2px solid #1b1f27; padding-bottom: 1rem; }
h1 { font-size: 1.5rem; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1rem; margin: 2rem 0 0.5rem; break-after: avoid; }
p { margin: 0.25rem 0; }
.quiet { color: #566072; }
.ends { text-align: right; }
dl { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; margin: 1.25rem 0 0; }
dl div { border: 1px solid #d7dce4; border-radius: 6px; padding: 0.75rem 1rem; }
dt { color: #566072; }
dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { text-align: left; font-weight: 600; color: #566072; border-bottom: 1px solid #aab2c0; padding: 0.3rem 0.6rem 0.3rem 0; }
td { vertical-align: top; border-bottom: 1px solid #e6e9ef; padding: 0.35rem 0.6rem 0.35rem 0; overflow-wrap: anywhere; }
dd, .amount { font-variant-numeric: tabular-nums; }
.amount { text-align: right; white-space: nowrap; padding-right: 0; padding-left: 0.6rem; }
.sum td { font-weight: 600; border-bottom: 2px solid #1b1f27; }
th, td:first-child { white-space: nowrap; }
.what { width: 50%; }
.parts { color: #566072; font-size: 0.92em; }
code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
footer { margin-top: 2rem; border-top: 1px solid #d7dce4; padding-top: 0.75rem; color: #566072; }
@media (max-width: 40rem) { body { padding: 1rem; } header { display: block; } .ends { text-align: left; } dl { grid-template-columns: 1fr; }
  .wide { overflow-x: auto; } }
@page { margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); color: #566072; font: 8pt system-ui, sans-serif; } }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .wide { overflow: visible; } }
`;

const HASH = createHash('sha256').update(STATEMENT_STYLE).digest('base64');

/** Of the style in the page: beside it nothing is loaded, run, sent or framed. */
export const STATEMENT_POLICY = `default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; form-action 'none'`;
