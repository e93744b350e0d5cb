import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import type { Caller } from '../auth/api-keys.js';
import { ROLES, type Role } from '../auth/roles.js';
import { Ledger } from '../ledger/ledger.js';
import { INSTANT } from '../openapi/schemas.js';

export class SessionAnswer {
  @ApiProperty({ description: 'The name of the key, as events keep it' }) readonly key!: string;
  @ApiProperty({ enum: ROLES }) readonly role!: Role;
  @ApiProperty({ ...INSTANT, description: 'The time that decisions are made at' }) readonly now!: Instant;
  @ApiProperty({ description: 'The time stands still until it is moved' }) readonly hasTestClock!: boolean;
}

export class SessionQuery extends Query<SessionAnswer> {
  constructor(readonly caller: Caller) {
    super();
  }
}

/** Who calls, what their role is, and what time it is: a page needs the server's, as its own may be wrong. */
@QueryHandler(SessionQuery)
export class SessionHandler implements IQueryHandler<SessionQuery> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ caller: { key, role } }: SessionQuery): Promise<SessionAnswer> {
    return { key, role, now: await this.ledger.clock(), hasTestClock: this.ledger.hasTestClock };
  }
}
