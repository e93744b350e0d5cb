import { describe, expect, it } from '@jest/globals';
import { chooseColumns, parseColumns } from './columns.js';

describe('the columns of a usage file', () => {
  it('knows the Azure traces by their headings', () => {
    expect(chooseColumns({}, ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'])).toEqual({
      timestamp: 'TIMESTAMP',
      input: 'ContextTokens',
      output: 'GeneratedTokens',
    });
  });

  it('takes any mapping, and looks for what it leaves out', () => {
    const given = parseColumns('input=tokens in, output=tokens out');
    expect(chooseColumns(given, ['ts', 'tokens in', 'tokens out', 'model'])).toEqual({
      timestamp: 'ts',
      input: 'tokens in',
      output: 'tokens out',
      model: 'model',
    });
  });

  it('takes members of members, and an id where it is named', () => {
    const given = parseColumns('input=usage.input_tokens,output=usage.output_tokens,id=message.id');
    const there = ['id', 'timestamp', 'usage.input_tokens', 'usage.output_tokens', 'message.id'];
    expect(chooseColumns(given, there)).toEqual({
      timestamp: 'timestamp',
      input: 'usage.input_tokens',
      output: 'usage.output_tokens',
      id: 'message.id',
    });
    expect(chooseColumns({}, ['id', 'ts', 'input', 'output'])).not.toHaveProperty('id');
  });

  it('names what is missing', () => {
    expect(() => chooseColumns({}, ['when', 'in'])).toThrow(/timestamp, input, output.*when, in/);
    expect(() => chooseColumns({ input: 'Tokens' }, ['TIMESTAMP'])).toThrow(/no column Tokens/);
    const parts = Array.from({ length: 10_000 }, (_, nth) => `parts.${nth}`);
    expect(() => chooseColumns({}, parts)).toThrow(/parts\.38, parts\.39 and 9960 more$/);
  });

  it.each(['input', 'size=Tokens', 'input='])('refuses %p as a mapping', (text) =>
    expect(() => parseColumns(text)).toThrow(/field=column/),
  );
});
