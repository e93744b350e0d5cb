// The peer behind the same Nest and Fastify as Drawdown: validated bodies, one stored function a request.
// DATABASE_URL, PORT and POOL are its environment; prints a line when it listens.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpException,
  Module,
  Param,
  Post,
  Query,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IsArray, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL ?? 16) });

const statements = {
  charge: 'select charge($1, $2, $3, $4, $5, $6, $7) as answer',
  batch: 'select charge_batch($1, $2) as answer',
  balance: 'select balance_of($1) as answer',
  check: 'select check_credits($1, $2, $3, $4) as answer',
  transactions: 'select transactions_of($1, $2) as answer',
};
/** HTTP status of each refusal, which a stored function raises by this name. @type {Record<string, number>} */
const refusals = { unknown: 404, reused: 422, short: 402 };

/**
 * Every statement is prepared once a connection.
 * @param {keyof typeof statements} name
 * @param {readonly unknown[]} values
 */
async function run(name, values) {
  try {
    return await pool.query({ name, text: statements[name], values: [...values] });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    const status = refusals[message];
    throw status ? new HttpException(message, status) : error;
  }
}

const AMOUNT = /^(0|[1-9]\d{0,11})(\.\d{1,18})?$/;
/**
 * @param {string} account
 * @param {object} body
 */
const hashOf = (account, body) =>
  createHash('sha256')
    .update(`POST ${account} ${JSON.stringify(body)}`)
    .digest();

/** @typedef {{ amount: string, product: string, model?: string }} Charge */
/** @typedef {Charge & { accountId: string, idempotencyKey: string }} BatchLine */

class ChargeBody {}
class BatchBody {}
/**
 * @param {{ prototype: object }} type
 * @param {string} field
 * @param {PropertyDecorator[]} decorators
 */
const decorate = (type, field, ...decorators) => decorators.forEach((decorator) => decorator(type.prototype, field));
decorate(ChargeBody, 'amount', Matches(AMOUNT));
decorate(ChargeBody, 'product', IsString(), MaxLength(128));
decorate(ChargeBody, 'model', IsOptional(), IsString(), MaxLength(128));
decorate(BatchBody, 'charges', IsArray());

class Peer {
  /**
   * @param {string} accountId
   * @param {string | undefined} key
   * @param {Charge} body
   */
  async charge(accountId, key, body) {
    if (!key) throw new HttpException('Idempotency-Key is missing', 400);
    const { amount, product, model = null } = body;
    const { rows } = await run('charge', [accountId, key, hashOf(accountId, body), 'bench', amount, product, model]);
    return rows[0].answer;
  }

  /** @param {{ charges: readonly BatchLine[] }} body */
  async batch({ charges }) {
    const lines = charges.map(({ accountId, idempotencyKey, ...body }, n) => {
      if (!AMOUNT.test(body.amount)) throw new HttpException(`charges[${n}].amount`, 400);
      return { n, accountId, key: idempotencyKey, hash: hashOf(accountId, body).toString('hex'), ...body };
    });
    const { rows } = await run('batch', ['bench', JSON.stringify(lines)]);
    const results = Array.from({ length: lines.length });
    for (const { answer } of rows) results[answer.n] = { ...answer.answer, status: answer.status };
    return { results };
  }

  /** @param {string} accountId */
  async balance(accountId) {
    const { rows } = await run('balance', [accountId]);
    return rows[0].answer;
  }

  /**
   * @param {string} accountId
   * @param {{ amount: string, product?: string | null, model?: string | null }} query
   */
  async check(accountId, { amount, product = null, model = null }) {
    if (!AMOUNT.test(amount)) throw new HttpException('amount', 400);
    const { rows } = await run('check', [accountId, amount, product, model]);
    return rows[0].answer;
  }

  /**
   * @param {string} accountId
   * @param {{ limit?: string }} query
   */
  async transactions(accountId, { limit = '50' }) {
    const { rows } = await run('transactions', [accountId, Number(limit)]);
    return { items: rows[0].answer };
  }
}

/**
 * Decorates a method as TypeScript would, in plain JavaScript.
 * @param {keyof Peer} method
 * @param {MethodDecorator} decorator
 * @param {readonly ParameterDecorator[]} parameters
 * @param {readonly Function[]} types
 */
function route(method, decorator, parameters, types) {
  const descriptor = Object.getOwnPropertyDescriptor(Peer.prototype, method) ?? {};
  decorator(Peer.prototype, method, descriptor);
  parameters.forEach((parameter, n) => parameter(Peer.prototype, method, n));
  Reflect.defineMetadata('design:paramtypes', types, Peer.prototype, method);
}
const account = Param('accountId');
route(
  'charge',
  Post('accounts/:accountId/charges'),
  [account, Headers('idempotency-key'), Body()],
  [String, String, ChargeBody],
);
route('batch', Post('charges/batch'), [Body()], [BatchBody]);
route('balance', Get('accounts/:accountId/balance'), [account], [String]);
route('check', Get('accounts/:accountId/credits/check'), [account, Query()], [String, Object]);
route('transactions', Get('accounts/:accountId/transactions'), [account, Query()], [String, Object]);
Controller('v1')(Peer);

class PeerModule {}
Module({ controllers: [Peer] })(PeerModule);

const adapter = new FastifyAdapter({ bodyLimit: 16 * 1024 * 1024 });
const app = await NestFactory.create(PeerModule, adapter, { logger: ['error'] });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }));
process.once('SIGTERM', () => void app.close().then(() => pool.end()));
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.stdout.write('listening\n');
