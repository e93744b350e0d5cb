/** All that match as CSV, saved by the browser. */
import { useMutation } from '@tanstack/react-query';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi } from '../../../session/session.js';
import { Button } from '../../../ui/button.js';
import { useAccountId } from '../reads.js';

type Transaction = Schemas['TransactionView'];
type Filter = {
  readonly type?: Transaction['type'];
  readonly status?: Transaction['status'];
  readonly service?: string;
  readonly from?: string;
  readonly to?: string;
};

export function CsvButton({ filter }: { readonly filter: Filter }) {
  const api = useApi();
  const accountId = useAccountId();
  const saving = useMutation({
    mutationFn: async () => {
      const query = { ...filter, format: 'csv' as const };
      const asked = api.GET('/v1/accounts/{accountId}/transactions', {
        params: { path: { accountId }, query },
        parseAs: 'blob',
      });
      save(await answerOf<Blob>(asked), accountId);
    },
  });
  return (
    <>
      {saving.error && <span role="alert">{saving.error.message}</span>}
      <Button small onClick={() => saving.mutate()} disabled={saving.isPending}>
        {saving.isPending ? 'Saving…' : 'Save as CSV'}
      </Button>
    </>
  );
}

function save(content: Blob, accountId: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = `transactions ${accountId.replaceAll(/[^\w.@+-]/g, '_')}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
