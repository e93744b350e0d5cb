/** @jest-config-loader ts-node
 * @jest-config-loader-options {"transpileOnly":true,"compilerOptions":{"module":"commonjs","moduleResolution":"node10","ignoreDeprecations":"6.0"}}
 */
import type { Config } from 'jest';

const shared: Config = {
  testEnvironment: 'node',
  roots: [
    '<rootDir>/apps',
    '<rootDir>/libs',
    '<rootDir>/projections',
    '<rootDir>/eventstore-node',
    '<rootDir>/scripts',
    '<rootDir>/e2e',
  ],
  setupFiles: ['<rootDir>/scripts/lib/property-seed.mjs'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^#(client|domain|event-store|followers|from-log|read-models|proof|platform)/(.*)\\.js$': '<rootDir>/libs/$1/$2.ts',
    '^#projections/(.*)\\.js$': '<rootDir>/projections/$1.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true, tsx: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

const config: Config = {
  // Bounds a test that hangs; how fast a machine is decides nothing.
  testTimeout: 120_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['**/*.spec.ts'], testPathIgnorePatterns: ['\\.e2e\\.spec\\.ts$'] },
    // Whole processes against each other: they run after the unit tests.
    { ...shared, displayName: 'e2e', testMatch: ['**/*.e2e.spec.ts'] },
  ],
};
export default config;
