/** A small API on the product's own HTTP layer, for its specs. */
import 'reflect-metadata';
import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Module, Post, StreamableFile } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '#domain/errors.js';
import { Busy } from '#event-store/port/errors.js';
import { createLogger } from '#platform/logging.js';
import { loadApiKeys } from '../../auth/api-keys.js';
import { Roles } from '../../auth/roles.js';
import { ProblemFilter } from '../../errors/problem.filter.js';
import { AmountField, CountField, Field, NestedField, StringField } from '../../validation/fields.js';
import { Answered, type CommandRequest } from '../../ledger/command-request.js';
import { answeredInOrder } from '../answered-in-order.js';
import { createAdapter } from '../fastify.js';
import { Hot, serveHotRoutes } from '../hot-routes.js';
import type { Line } from '../json-lines.js';
import { type LinesRequest, Requested, RequestedLines } from '../requested.js';
import { Configured } from '../route-config.js';

class PartBody {
  @CountField({ max: 10 }) nth!: number;
}

class NoteBody {
  @StringField() text!: string;
  @CountField({ optional: true, max: Number.MAX_SAFE_INTEGER }) size?: number;
  @AmountField({ optional: true }) price?: string;
  @NestedField(PartBody, { optional: true }) part?: PartBody;
}

class LinesBody {
  @Field({ must: 'must be a list', holds: Array.isArray }, { type: 'array', items: {} }) list!: unknown[];
}

/** An answer, a replay, a refusal or a defect, as the text says. */
async function noted({ body: { text }, params, origin }: CommandRequest<NoteBody>) {
  if (text === 'refused') throw new DomainError('insufficient-credits', 'No.', { details: { required: '1.00' } });
  if (text === 'busy') throw new Busy();
  if (text === 'broken') throw new RangeError('a defect');
  return new Answered({ text, id: params['id'], origin }, text === 'again');
}

@Controller('v1/notes')
class NotesController {
  @Post(':id')
  @Roles('finance')
  @HttpCode(200)
  note(@Requested(NoteBody) request: CommandRequest<NoteBody>) {
    return noted(request);
  }
}

@Controller('v1/hot-notes')
class HotNotesController {
  @Hot()
  @Post(':id')
  @Roles('finance')
  @HttpCode(200)
  note(@Requested(NoteBody) request: CommandRequest<NoteBody>) {
    return noted(request);
  }
}

/** Answers each line as it arrives. */
@Controller('v1/lines')
class LinesController {
  @Post()
  @Roles('finance')
  @Configured({ takesLines: true })
  @HttpCode(200)
  lines(@RequestedLines(LinesBody) { lines }: LinesRequest) {
    if (!(Symbol.asyncIterator in lines)) return { lines };
    const said = async (portion: readonly Line[]) => ({
      answers: Promise.resolve(portion.map((line) => ('value' in line ? line.value : null))),
    });
    return new StreamableFile(Readable.from(asText(answeredInOrder(lines, said))), { type: 'application/x-ndjson' });
  }
}

async function* asText(portions: AsyncIterable<readonly unknown[]>): AsyncGenerator<string, void, void> {
  for await (const portion of portions) yield portion.map((each) => `${JSON.stringify(each)}\n`).join('');
}

/** A request that is answered when it is told to. */
export const slow = new EventEmitter();

@Roles('support')
@Controller('v1/history')
class HistoryController {
  @Get()
  all() {
    return {};
  }

  @Get('slow')
  async slowly() {
    slow.emit('asked');
    await once(slow, 'may answer');
    return {};
  }
}

@Module({ controllers: [NotesController, HotNotesController, LinesController, HistoryController] })
export class NotesModule {}

/** What a hot note is written by. */
const NOTE = {
  type: 'object',
  properties: {
    text: { type: 'string' },
    id: { type: 'string' },
    origin: { type: 'object', additionalProperties: true },
  },
};

const problems = new ProblemFilter(createLogger('test', 'silent'));
/** Method, pattern and status of every answer. */
export const measured: [string, string, number][] = [];

export async function started(module: object): Promise<NestFastifyApplication> {
  const measure = (method: string, route: string) => (status: number) => void measured.push([method, route, status]);
  const adapter = createAdapter({ keys: loadApiKeys(undefined), problems, measure });
  const options = { logger: false, bodyParser: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
  app.useGlobalFilters(problems);
  serveHotRoutes(app, problems, () => NOTE);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

const headers = { authorization: 'Bearer dev-finance', 'content-type': 'application/json', 'idempotency-key': 'k' };
/** As `finance`, to a note; a header that is undefined is left out. */
export const poster =
  (app: () => NestFastifyApplication) =>
  (payload: string | Buffer | undefined, more: Record<string, string | undefined> = {}, url = '/v1/notes/1') => {
    const given = Object.entries({ ...headers, ...more }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    );
    return app().inject({
      method: 'POST',
      url,
      headers: Object.fromEntries(given),
      ...(payload !== undefined && { payload }),
    });
  };
/** Status, code and the fields at fault. */
export const outcome = async (answer: ReturnType<ReturnType<typeof poster>>) => {
  const { statusCode, json } = await answer;
  const { code, errors } = json<{ code?: string; errors?: { field: string }[] }>();
  return [statusCode, code, ...(errors ?? []).map(({ field }) => field)];
};
