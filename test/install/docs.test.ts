import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { installSchema } from '../../constructs/install/install-schema.js';
import { withTables } from '../../scripts/generate/operations-tables.js';

test('docs/operations.md lists the settings, metrics and rights; `npm run generate` writes them', async () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  expect(page).toBe(await withTables(page));
});

test('docs/install.md names every value', () => {
  const install = readFileSync('docs/install.md', 'utf8');
  const missing = Object.keys(installSchema.properties ?? {}).filter((name) => !install.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});
