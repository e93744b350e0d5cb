import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import { INSTANT, INSTANT_OR_NULL, STRING_OR_NULL } from '../openapi/schemas.js';
import { COUNT } from '../queries/schemas.js';

const PLACE = { ...STRING_OR_NULL, pattern: '^\\d+/\\d+$' };
const PROGRESS = { type: 'integer', minimum: 0, maximum: 100, nullable: true } as const;

class PartView {
  @ApiProperty({ enum: ['eventStore', 'redis'] }) readonly name!: string;
  @ApiProperty({ enum: ['ok', 'unavailable', 'wrong'] }) readonly status!: string;
  @ApiProperty({ ...STRING_OR_NULL, description: 'Where it is wrong, why' }) readonly problem!: string | null;
}

/** Nulls where the log can't be read, or is empty. */
export class LogView {
  @ApiProperty({ ...PLACE, description: 'Of its last event' }) readonly position!: string | null;
  @ApiProperty({ ...INSTANT_OR_NULL, description: 'When the last event of an account was recorded' })
  readonly lastRecordedAt!: Instant | null;
}

export class ReadModelsView {
  @ApiProperty({ enum: ['serving', 'rebuilding', 'unavailable'] }) readonly status!: string;
  @ApiProperty({ ...PLACE, description: 'Everything up to here is applied' }) readonly position!: string | null;
  @ApiProperty({ ...COUNT, nullable: true, description: 'Events of accounts that wait to be applied; null: unknown' })
  readonly waitingEvents!: number | null;
  @ApiProperty({ description: 'More wait than were counted' }) readonly hasMore!: boolean;
  @ApiProperty({ ...COUNT, nullable: true, description: 'How long the first of them has waited; 0 where none does' })
  readonly lagMs!: number | null;
}

export class BuildView {
  @ApiProperty() readonly build!: string;
  @ApiProperty({
    ...STRING_OR_NULL,
    description: 'The one read model that is made anew, beside rows of the others that serve; null: all are',
  })
  readonly readModel!: string | null;
  @ApiProperty({ ...PLACE, description: 'Everything up to here is in it' }) readonly position!: string | null;
  @ApiProperty({
    ...PROGRESS,
    description: 'How much is made, in whole percent: of the log, or of the accounts; null: unknown',
  })
  readonly percent!: number | null;
}

export class FollowerView {
  @ApiProperty({ enum: ['redemptions', 'plan-terms', 'webhooks'] }) readonly name!: string;
  @ApiProperty({ ...PLACE, description: 'Its checkpoint in the log; past events without effect it moves now and then' })
  readonly position!: string | null;
}

export class DueView {
  @ApiProperty() readonly accountId!: string;
  @ApiProperty(INSTANT) readonly dueAt!: Instant;
  @ApiProperty({ ...COUNT, description: 'How long it has been due; 0 where it is to come' })
  readonly overdueMs!: number;
}

class SignedView {
  @ApiProperty(COUNT) readonly number!: number;
  @ApiProperty({ ...COUNT, description: 'Events of the ledger that it covers' }) readonly size!: number;
  @ApiProperty({ ...PLACE, nullable: false }) readonly position!: string;
  @ApiProperty(INSTANT) readonly madeAt!: Instant;
}

/** What this process can read of the others, at this moment. */
export class SystemView {
  @ApiProperty({ enum: ['ok', 'unavailable'] }) readonly status!: string;
  @ApiProperty({ type: [PartView] }) readonly parts!: readonly PartView[];
  @ApiProperty() readonly log!: LogView;
  @ApiProperty({ description: 'What the projector has made' }) readonly readModels!: ReadModelsView;
  @ApiProperty({ type: [BuildView], description: 'Builds that grow beside the one that serves' })
  readonly builds!: readonly BuildView[];
  @ApiProperty({ type: [FollowerView], description: "The process manager's" })
  readonly followers!: readonly FollowerView[];
  @ApiProperty({
    type: DueView,
    nullable: true,
    description: 'What falls due first; null: nothing does, or it is unknown',
  })
  readonly nextDue!: DueView | null;
  @ApiProperty({ type: SignedView, nullable: true, description: 'The newest checkpoint' })
  readonly checkpoint!: SignedView | null;
}
