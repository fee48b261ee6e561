import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { builtinSchemasModule } from '../../scripts/generate/builtin-schemas.js';

test('the built-in schemas are those of the installed client-node', () => {
  expect(
    readFileSync('packages/embedded-cluster/generated/builtin-schemas.ts', 'utf8') === builtinSchemasModule(),
  ).toBe(true);
});
