/** A line of a batch: the single charge that it stands for, and its result. */
import { ApiExtraModels, ApiProperty, OmitType, getSchemaPath } from '@nestjs/swagger';
import type { Actor } from '#domain/messages.js';
import { CLIENT_KEY } from '#event-store/history/keys.js';
import type { Ends } from '#event-store/writer/execute-command.js';
import type { Caller } from '../auth/api-keys.js';
import type { Problem } from '../errors/problem.js';
import type { Line } from '../http/json-lines.js';
import { requestHash } from '../http/request-hash.js';
import { CLIENT_ID } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { ProblemAnswer } from '../openapi/problem.js';
import type { ResultSchema } from '../openapi/routes.js';
import { Field, StringField } from '../validation/fields.js';
import { validated } from '../validation/validated.js';
import { ACCEPTED, ChargeAnswer, ChargeUsageBody } from './charge-usage.js';

export const MOST_LINES = 1_000;

export class ChargeLineBody extends ChargeUsageBody {
  @StringField({ pattern: CLIENT_ID }) accountId!: string;
  @StringField({ pattern: CLIENT_KEY, max: 255 }) idempotencyKey!: string;
}

/** What its lines say is held against their class one by one: each stands or falls alone. */
@ApiExtraModels(ChargeLineBody)
export class ChargeBatchBody {
  @Field(
    {
      must: `must be a list of at most ${MOST_LINES} charges; more go as application/x-ndjson`,
      holds: (value) => Array.isArray(value) && value.length <= MOST_LINES,
    },
    { type: 'array', items: { $ref: getSchemaPath(ChargeLineBody) }, maxItems: MOST_LINES },
  )
  charges!: unknown[];
}

export class ChargedLine extends OmitType(ChargeAnswer, ['status'] as const) {
  @ApiProperty({ type: 'integer', enum: [201, 202], description: 'Of the line, as of a request of its own' })
  readonly status!: number;
}

export type LineResult = ChargedLine | Problem;

export const LINE_RESULT: ResultSchema = {
  oneOf: [{ $ref: getSchemaPath(ChargedLine) }, { $ref: getSchemaPath(ProblemAnswer) }],
};

@ApiExtraModels(ChargedLine, ProblemAnswer)
export class ChargeBatchAnswer {
  @ApiProperty({ type: 'array', items: LINE_RESULT, description: 'Of each line, in order' })
  readonly results!: readonly LineResult[];
}

/** The same request, to the last bit of its hash, as a `POST` to this path with the line's key in the header (rule 5.71). */
const pathOf = (accountId: string): string => `/v1/accounts/${encodeURIComponent(accountId)}/charges`;

/** Where a line's problem occurred; of a line that names no account, nowhere. */
export function instanceOf(line: Line): string | undefined {
  const { accountId } = (('value' in line && line.value) || {}) as { accountId?: unknown };
  return typeof accountId === 'string' && CLIENT_ID.test(accountId) ? pathOf(accountId) : undefined;
}

type By = { readonly caller: Caller; readonly actor: Actor };

/** Beside them, a line is the single charge's body. */
const OF_THE_LINE: ReadonlySet<string> = new Set(['accountId', 'idempotencyKey']);

/** Throws what is wrong with the line. */
export function requestOf(line: Line, { caller, actor }: By): CommandRequest<ChargeUsageBody> {
  if ('error' in line) throw line.error;
  const body = validated(ChargeLineBody, line.value, 'line');
  const { accountId, idempotencyKey: key } = body;
  const hash = requestHash('POST', pathOf(accountId), body, OF_THE_LINE);
  return { params: { accountId }, body, origin: { key, requestHash: hash, actor }, caller };
}

/** The results of lines, each written as soon as it is known: texts outlast a batch at less cost than objects. */
export class LineResults {
  /** Of all lines, in order, once they are known. */
  readonly written: Promise<readonly string[]>;
  private readonly texts: string[] = [];
  private unknown: number;
  private done!: (texts: readonly string[]) => void;

  constructor(
    private readonly lines: readonly Line[],
    private readonly refused: (error: unknown, line: Line) => Problem,
  ) {
    this.unknown = lines.length;
    this.written = new Promise((resolve) => (this.done = resolve));
    if (this.unknown === 0) this.done(this.texts);
  }

  /** The answer is made for this line alone, and becomes its result. */
  charged(nth: number, answer: ChargeAnswer): void {
    const status = answer.status === 'pending' ? ACCEPTED : 201;
    this.write(nth, Object.assign<object, Pick<ChargedLine, 'status'>>(answer, { status }) as ChargedLine);
  }

  failed(nth: number, error: unknown): void {
    this.write(nth, this.refused(error, this.lines[nth] ?? { error }));
  }

  private write(nth: number, result: LineResult): void {
    this.texts[nth] = JSON.stringify(result);
    if (--this.unknown === 0) this.done(this.texts);
  }
}

/** Where what becomes of one line goes. */
export class LineEnds implements Ends<Answered<ChargeAnswer>> {
  constructor(
    private readonly results: LineResults,
    private readonly nth: number,
  ) {}

  resolve({ body }: Answered<ChargeAnswer>): void {
    this.results.charged(this.nth, body);
  }

  reject(error: unknown): void {
    this.results.failed(this.nth, error);
  }
}
