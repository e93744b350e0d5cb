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

  it('names what is missing', () => {
    expect(() => chooseColumns({}, ['when', 'in'])).toThrow(/timestamp, input, output.*when, in/);
    expect(() => chooseColumns({ input: 'Tokens' }, ['TIMESTAMP'])).toThrow(/no column Tokens/);
  });

  it.each(['input', 'size=Tokens', 'input='])('refuses %p as a mapping', (text) =>
    expect(() => parseColumns(text)).toThrow(/field=column/),
  );
});
