import { Readable } from 'node:stream';
import { Controller, Post, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { invariant } from '#domain/errors.js';
import { ProblemFilter } from '../errors/problem.filter.js';
import { answeredInOrder } from '../http/answered-in-order.js';
import { Hot } from '../http/hot-routes.js';
import type { Line } from '../http/json-lines.js';
import { type LinesRequest, RequestedLines } from '../http/requested.js';
import { LinesRoute } from '../openapi/routes.js';
import {
  ChargeBatchAnswer,
  ChargeBatchBody,
  ChargeLineBody,
  LINE_RESULT,
  type LineResult,
  checkedLine,
  instanceOf,
  resultOf,
} from './batch-lines.js';
import { ChargeBatch } from './charge-batch.js';

/** 1,000 lines of 4 KB each. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

@ApiTags('Charges')
@Controller('v1/charges')
export class ChargeBatchController {
  constructor(
    private readonly commands: CommandBus,
    private readonly problems: ProblemFilter,
  ) {}

  @Hot()
  @Post('batch')
  @LinesRoute({
    summary: 'Charges usage of any accounts, each line as if it were sent alone; application/x-ndjson has no end',
    roles: ['service'],
    body: ChargeBatchBody,
    line: ChargeLineBody,
    answer: ChargeBatchAnswer,
    result: LINE_RESULT,
    bodyLimitBytes: BODY_LIMIT_BYTES,
  })
  async batch(@RequestedLines(ChargeBatchBody) request: LinesRequest): Promise<ChargeBatchAnswer | StreamableFile> {
    const { lines } = request;
    const charge = (portion: readonly Line[]) => this.charge(portion, request);
    if (Symbol.asyncIterator in lines) {
      const results = answeredInOrder(lines, charge);
      return new StreamableFile(Readable.from(jsonLines(results)), { type: 'application/x-ndjson; charset=utf-8' });
    }
    return { results: await Promise.all(await charge(lines)) };
  }

  /** Resolves once all of them are under way. */
  private async charge(lines: readonly Line[], by: LinesRequest): Promise<readonly Promise<LineResult>[]> {
    const refused = (error: unknown, line: Line) => this.problems.noted(error, by.request, instanceOf(line));
    const checked = lines.map((line) => checkedLine(line, by));
    const requests = checked.flatMap((each) => ('request' in each ? [each.request] : []));
    const charged = (await this.commands.execute(new ChargeBatch(requests))).values();
    return checked.map(async (each) => {
      if ('error' in each) return refused(each.error, each.line);
      const outcome = await charged.next().value;
      invariant(outcome !== undefined, 'Each charge of a batch has its outcome');
      return 'answer' in outcome ? resultOf(outcome.answer) : refused(outcome.error, each.line);
    });
  }
}

async function* jsonLines(portions: AsyncIterable<readonly object[]>): AsyncGenerator<string, void, void> {
  for await (const portion of portions) yield portion.map((each) => `${JSON.stringify(each)}\n`).join('');
}
