import { BadRequestException, HttpException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#domain/errors.js';
import { Busy, OutcomeUnknown, QueueFull, StoreUnavailable } from '#event-store/port/errors.js';
import { ReadModelBehind, ReadModelRebuilding, ReadModelUnavailable } from '#read-models/reader/queries.js';
import { ApiError, InvalidInput, invalid } from './api-error.js';
import { problemOf } from './problem.js';

const statusAndCode = (error: unknown) => {
  const { status, code } = problemOf(error);
  return [status, code];
};

describe('a problem', () => {
  it('of a rule carries its details beside the code', () => {
    const refusal = new DomainError('insufficient-credits', 'Not enough credits.', {
      required: '1.50',
      available: '0.00',
      shortfall: '1.50',
      resumesAt: null,
    });
    expect(problemOf(refusal, '/v1/accounts/a/charges')).toEqual({
      type: 'urn:drawdown:problem:insufficient-credits',
      title: 'Insufficient credits',
      status: 402,
      code: 'insufficient-credits',
      detail: 'Not enough credits.',
      instance: '/v1/accounts/a/charges',
      required: '1.50',
      available: '0.00',
      shortfall: '1.50',
      resumesAt: null,
    });
  });

  it('of wrong input names the fields, whether the edge or a rule found it', () => {
    expect(problemOf(invalid('amount', 'amount must be …')).errors).toEqual([
      { field: 'amount', message: 'amount must be …' },
    ]);
    expect(problemOf(new DomainError('invalid', 'Too small.', { field: 'amount' })).errors).toEqual([
      { field: 'amount', message: 'Too small.' },
    ]);
    const both = new InvalidInput([
      { field: 'a', message: 'A.' },
      { field: 'b', message: 'B.' },
    ]);
    expect(problemOf(both)).toMatchObject({ status: 400, detail: 'A. B.' });
  });

  it.each([
    [new DomainError('account-suspended', ''), 402],
    [new DomainError('four-eyes', ''), 403],
    [new DomainError('support-grant-limit', '', { field: 'amount' }), 403],
    [new DomainError('account-not-found', ''), 404],
    [new DomainError('not-found', ''), 404],
    [new DomainError('already-exists', '', { field: 'accountId' }), 409],
    [new DomainError('not-running', ''), 409],
    [new DomainError('not-closable', ''), 409],
    [new DomainError('account-closed', ''), 410],
    [new DomainError('idempotency-key-reused', ''), 422],
    [new QueueFull(), 429],
    [new Busy(), 503],
    [new OutcomeUnknown(new Error()), 503],
    [new StoreUnavailable(new Error()), 503],
    [new ReadModelBehind(1, 2), 503],
    [new ReadModelRebuilding(), 503],
    [new ReadModelUnavailable(new Error()), 503],
    [new ApiError('unauthorized', ''), 401],
  ])('of %s has the status of its code', (error, status) => expect(statusAndCode(error)).toEqual([status, error.code]));

  it('of what Fastify and Nest refuse has a code of ours', () => {
    expect(statusAndCode(new BadRequestException('no JSON'))).toEqual([400, 'invalid']);
    expect(statusAndCode(new HttpException('large', 413))).toEqual([413, 'payload-too-large']);
    expect(statusAndCode(Object.assign(new Error(), { statusCode: 415 }))).toEqual([415, 'unsupported-media-type']);
    expect(statusAndCode(new HttpException('gone', 404))).toEqual([404, 'not-found']);
    expect(statusAndCode(new HttpException('closing', 503))).toEqual([503, 'unavailable']);
  });

  it('of a defect says nothing about it', () => {
    const problem = problemOf(new TypeError('password is undefined'));
    expect(problem).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(problem)).not.toContain('password');
    expect(statusAndCode('thrown text')).toEqual([500, 'internal']);
    expect(statusAndCode(undefined)).toEqual([500, 'internal']);
  });
});
