/** What waits or waited over all accounts, chosen by status: the frame of purchases and of withdrawals. */
import type { ReactNode } from 'react';
import type { Paged } from '../../api/pages.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Choice } from '../../ui/field.js';
import { ListFoot } from '../../ui/list-foot.js';
import { Loaded } from '../../ui/loaded.js';
import { Panel } from '../../ui/panel.js';
import { Empty } from '../../ui/states.js';

type Props<Item extends object, Status extends string> = {
  readonly title: string;
  readonly note: string;
  /** One of them: `purchase`. */
  readonly noun: string;
  readonly statuses: Readonly<Record<Status, string>>;
  readonly status: Status;
  /** The status of what waits for somebody. */
  readonly waiting: Status;
  readonly onStatus: (status: Status) => void;
  readonly list: Paged<Item>;
  readonly columns: readonly Column<Item>[];
  readonly rowKey: (item: Item) => string;
  readonly minWidth: string;
  /** The dialog of what is being done. */
  readonly children: ReactNode;
};

export function Worklist<Item extends object, Status extends string>(props: Props<Item, Status>) {
  const { title, note, noun, statuses, status, waiting, onStatus, list, columns, rowKey, minWidth, children } = props;
  return (
    <Panel title={title} note={note} flush>
      <div className="toolbar finance-toolbar">
        <Choice label="Status" value={status} onChange={onStatus} options={statuses} />
      </div>
      <Loaded of={list.query}>
        {() =>
          list.rows.length === 0 ? (
            <Empty title={status === waiting ? 'Nothing waits' : `No ${noun} is like that`} />
          ) : (
            <DataTable
              label={title}
              rows={list.rows}
              columns={columns}
              rowKey={rowKey}
              onEnd={list.more}
              minWidth={minWidth}
              foot={<ListFoot of={list} noun={list.rows.length === 1 ? noun : `${noun}s`} />}
            />
          )
        }
      </Loaded>
      {children}
    </Panel>
  );
}
