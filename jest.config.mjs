import { availableParallelism } from 'node:os';

export default {
  // Fails a file that leaves something open.
  testEnvironment: './test/leaks/environment.mjs',
  // Beside the tests what coverage counts: a file that no test loads counts as not covered.
  roots: ['api', 'plan', 'constructs', 'runtime', 'executors', 'packages', 'cli', 'wrapper', 'test'].map(
    (name) => `<rootDir>/${name}`,
  ),
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  // Ends a test that hangs, and none on a busy machine.
  testTimeout: 120_000,
  // A worker keeps every module that a test file has loaded, and V8's coverage walks all of them: a fresh one is faster.
  workerIdleMemoryLimit: '900MB',
  // More than two cores: end-to-end tests wait for most of their time.
  maxWorkers: Math.max(4, availableParallelism()),
};
