/** A list of an account, page by page, in a panel of its own. */
import { type Paged } from '../../../api/pages.js';
import { type Column, DataTable } from '../../../ui/data-table.js';
import { ListFoot } from '../../../ui/list-foot.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';

type Props<Row> = {
  readonly title: string;
  readonly note?: string;
  readonly noun: string;
  readonly list: Paged<Row>;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly minWidth: string;
  /** Where there is none. */
  readonly none: string;
};

export const AccountList = <Row extends object>({
  title,
  note,
  noun,
  list,
  columns,
  rowKey,
  minWidth,
  none,
}: Props<Row>) => (
  <Panel title={title} {...(note && { note })} flush>
    <Loaded of={list.query} label={`Reading ${noun}`}>
      {() =>
        list.rows.length === 0 ? (
          <Empty title={none} />
        ) : (
          <DataTable
            label={title}
            rows={list.rows}
            columns={columns}
            rowKey={rowKey}
            height="max(24rem, calc(100dvh - 12rem))"
            onEnd={list.more}
            minWidth={minWidth}
            foot={<ListFoot of={list} noun={noun} />}
          />
        )
      }
    </Loaded>
  </Panel>
);
