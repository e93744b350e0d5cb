import { useMutation } from '@tanstack/react-query';
import { Button } from '../../ui/button.js';

type Props = { readonly label: string; readonly isReady?: boolean; readonly save: () => Promise<void> };

/** A download, or why there is none. */
export function SaveButton({ label, isReady = true, save }: Props) {
  const saving = useMutation({ mutationFn: save });
  return (
    <>
      {saving.error && <span role="alert">{saving.error.message}</span>}
      <Button small onClick={() => saving.mutate()} disabled={!isReady || saving.isPending}>
        {saving.isPending ? 'Saving…' : label}
      </Button>
    </>
  );
}
