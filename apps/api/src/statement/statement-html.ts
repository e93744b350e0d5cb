/** A statement as a page to be printed, or kept as a file: everything is in it, and nothing in it runs. */
import { subtract } from '#domain/money.js';
import { STATEMENT_POLICY, STATEMENT_STYLE } from './statement-style.js';
import type { StatementBalance, StatementHead, StatementItem, StatementPart } from './statement-view.js';
import type { Statement } from './statement.js';

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (value: string): string => value.replaceAll(/[&<>"']/g, (mark) => MARKS[mark] ?? '');

/** In UTC, as everything in the ledger is. */
const moment = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 23)}`;

export async function* htmlOf({ head, items, closing, kindOf }: Statement): AsyncGenerator<string, void, void> {
  yield beginning(head, closing);
  yield `<h2>Opening balance</h2>\n${balanceTable(head.opening)}`;
  yield `<h2>Movements</h2>\n<div class="wide"><table>
<thead><tr><th>Recorded (UTC)</th><th>Entry</th><th>What</th><th class="amount">Amount</th><th class="amount">Total</th></tr></thead>
<tbody>\n`;
  let isEmpty = true;
  for await (const item of items) {
    isEmpty = false;
    yield movement(item, kindOf);
  }
  if (isEmpty) yield '<tr><td colspan="5">Nothing moved.</td></tr>\n';
  yield `</tbody></table></div>\n<h2>Closing balance</h2>\n${balanceTable(closing)}`;
  yield ending(head);
}

const beginning = ({ accountId, name, from, to, final, opening }: StatementHead, closing: StatementBalance): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${STATEMENT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Statement of ${text(accountId)}</title>
<style>${STATEMENT_STYLE}</style>
</head>
<body>
<header>
<div><h1>Statement of credits</h1><p><strong>${text(name ?? accountId)}</strong></p><p class="quiet">Account <code>${text(accountId)}</code></p></div>
<div class="ends"><p><strong>Drawdown</strong></p><p>From ${moment(from)}</p><p>to ${moment(to)} (UTC)</p>
<p class="quiet">${final ? 'Final' : 'Not final: more may be recorded for its end'}</p></div>
</header>
<main>
<dl>
<div><dt>Opening total</dt><dd>${opening.total}</dd></div>
<div><dt>Change</dt><dd>${subtract(closing.total, opening.total)}</dd></div>
<div><dt>Closing total</dt><dd>${closing.total}</dd></div>
</dl>
`;

const COLUMNS = '<th>Bucket</th><th>Kind</th><th>Expires (UTC)</th>';
const SUMS = ['Remaining', 'Held', 'Not yet effective'].map((each) => `<th class="amount">${each}</th>`).join('');

function balanceTable({ buckets, overdraft, withdrawals, total }: StatementBalance): string {
  const rows = buckets.map(
    ({ bucketId, kind, source, expiresAt, remaining, held, pending }) =>
      `<tr><td><code>${text(bucketId)}</code></td><td>${kind} <span class="quiet">(${text(source.replace('_', ' '))})</span></td>` +
      `<td>${expiresAt === null ? 'never' : moment(expiresAt)}</td>${amounts(remaining, held, pending)}</tr>\n`,
  );
  const sum = (title: string, amount: string) =>
    `<tr><td colspan="3">${title}</td><td class="amount">${amount}</td><td></td><td></td></tr>\n`;
  return `<div class="wide"><table>
<thead><tr>${COLUMNS}${SUMS}</tr></thead>
<tbody>
${rows.join('')}${sum('Overdraft (debt)', overdraft)}${sum('Set aside for withdrawals, not in the total', withdrawals)}
<tr class="sum"><td colspan="3">Total: remaining and held, less overdraft</td><td class="amount">${total}</td><td></td><td></td></tr>
</tbody></table></div>
`;
}

const amounts = (...all: readonly string[]): string =>
  all.map((amount) => `<td class="amount">${amount}</td>`).join('');

function movement(item: StatementItem, kindOf: Statement['kindOf']): string {
  const parts = item.movements.map((part) => partText(part, kindOf)).join('<br>');
  const service = item.service === null ? '' : ` <span class="quiet">${text(item.service)}</span>`;
  const effective =
    item.effectiveTime === item.time ? '' : `<br><span class="quiet">effective<br>${moment(item.effectiveTime)}</span>`;
  return `<tr><td>${moment(item.time)}${effective}</td><td>${item.revision}</td>
<td class="what">${text(item.description)}${service}<div class="parts">${parts}</div></td>${amounts(item.amount, item.balanceAfter)}</tr>
`;
}

const partText = ({ bucketId, part, amount }: StatementPart, kindOf: Statement['kindOf']): string => {
  const signed = amount.startsWith('-') ? amount : `+${amount}`;
  return bucketId === null
    ? `${part} ${signed}`
    : `${kindOf(bucketId)} <code>${text(bucketId)}</code> ${part} ${signed}`;
};

function ending({ revision, position, checkpoint }: StatementHead): string {
  const proof =
    checkpoint === null
      ? '<p>No signed checkpoint has its last entry yet: nothing but the ledger itself proves it so far.</p>'
      : `<p>It rests on checkpoint ${checkpoint.number}, signed ${moment(checkpoint.madeAt)} (UTC) over ${checkpoint.size} events.</p>
<p>Root <code>${checkpoint.rootHash}</code></p>
<p>Signed by ${checkpoint.signatures.map(({ keyId }) => `<code>${text(keyId)}</code>`).join(', ')}.</p>`;
  return `</main>
<footer><h2>What it rests on</h2>
<p>Entry ${revision} of the account${position === null ? '' : `, at position <code>${text(position)}</code> of the log`}. Times are those of recording.</p>
${proof}
</footer>
</body>
</html>
`;
}
