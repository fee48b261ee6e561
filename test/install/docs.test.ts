import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { installSchema } from '../../constructs/install/install-schema.js';
import { metricsTable, permissionsTable, settingsTable } from './operations-tables.js';

const operations = readFileSync('docs/operations.md', 'utf8');

test.each([
  ['settings', settingsTable],
  ['metrics', metricsTable],
  ['rights', permissionsTable],
])('docs/operations.md has the %s as they are', async (_, make) => {
  expect(operations).toContain(await make());
});

test('docs/install.md names every value', () => {
  const install = readFileSync('docs/install.md', 'utf8');
  const missing = Object.keys(installSchema.properties ?? {}).filter((name) => !install.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});
