import { Readable } from 'node:stream';
import { Controller, Post, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ProblemFilter } from '../errors/problem.filter.js';
import { type Begun, answeredInOrder } from '../http/answered-in-order.js';
import { Hot } from '../http/hot-routes.js';
import type { Line } from '../http/json-lines.js';
import { JsonText } from '../http/json-text.js';
import { type LinesRequest, RequestedLines } from '../http/requested.js';
import { LinesRoute } from '../openapi/routes.js';
import {
  ChargeBatchAnswer,
  ChargeBatchBody,
  ChargeLineBody,
  LINE_RESULT,
  LineEnds,
  LineResults,
  instanceOf,
  requestOf,
} from './batch-lines.js';
import { type BatchedCharge, ChargeBatch } from './charge-batch.js';

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
  async batch(@RequestedLines(ChargeBatchBody) request: LinesRequest): Promise<JsonText | StreamableFile> {
    const { lines } = request;
    const charge = (portion: readonly Line[]) => this.charge(portion, request);
    if (Symbol.asyncIterator in lines) {
      const results = answeredInOrder(lines, charge);
      return new StreamableFile(Readable.from(jsonLines(results)), { type: 'application/x-ndjson; charset=utf-8' });
    }
    const { answers } = await charge(lines);
    return new JsonText(jsonOf(await answers));
  }

  /** Resolves once all of them are under way. */
  private async charge(lines: readonly Line[], by: LinesRequest): Promise<Begun<string>> {
    const results = new LineResults(lines, (error, line) => this.problems.noted(error, by.request, instanceOf(line)));
    const charges: BatchedCharge[] = [];
    for (const [nth, line] of lines.entries()) {
      const ends = new LineEnds(results, nth);
      try {
        charges.push({ request: requestOf(line, by), ends });
      } catch (error) {
        ends.reject(error);
      }
    }
    await this.commands.execute(new ChargeBatch(charges));
    return { answers: results.written };
  }
}

async function* jsonLines(portions: AsyncIterable<readonly string[]>): AsyncGenerator<string, void, void> {
  for await (const portion of portions) yield [...portion, ''].join('\n');
}

/** Written by one join: what is put around it afterwards would copy all of it. */
function jsonOf(results: readonly string[]): string {
  const texts = results.length > 0 ? [...results] : [''];
  texts[0] = `{"results":[${texts[0]}`;
  texts[texts.length - 1] += ']}';
  return texts.join(',');
}
