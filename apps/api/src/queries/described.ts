/** Lets a route take parameters, and describes them in the OpenAPI document: Nest learns no class from a parameter decorator of our own. */
import { applyDecorators } from '@nestjs/common';
import { ApiQuery, type ApiQueryOptions } from '@nestjs/swagger';
import { Configured } from '../http/route-config.js';
import { membersOf } from '../validation/members.js';

/** Where `@ApiProperty` leaves its options, for each member of a class. */
const API_PROPERTY = 'swagger/apiModelProperties';

export const Parameters = (type: new () => object): MethodDecorator =>
  applyDecorators(
    Configured({ takesParameters: true }),
    ...[...membersOf(type).names].map((name) => {
      const { required, description, ...schema } = Reflect.getMetadata(
        API_PROPERTY,
        type.prototype as object,
        name,
      ) as {
        required?: boolean;
        description?: string;
      };
      return ApiQuery({
        name,
        required,
        ...(description && { description }),
        schema: plain(schema),
      } as ApiQueryOptions);
    }),
  );

/** A schema names its type in words. */
const plain = (schema: object): object =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([name]) => name !== 'isArray')
      .map(([name, value]) => [name, value === String ? 'string' : (value as unknown)]),
  );
