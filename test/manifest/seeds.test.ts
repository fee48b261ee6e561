import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { checkManifests } from '../../plan/manifest/check-manifests.js';

const folder = new URL('../fixtures/seeds/', import.meta.url);
const manifests = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));

describe("the original project's own YAML", () => {
  test.each(manifests.map((manifest) => [manifest.name, manifest] as const))(
    '%s: accepted unchanged',
    (_, manifest) => {
      const { objects, problems } = checkManifests([manifest]);
      expect(problems).toEqual([]);
      expect(objects.length).toBeGreaterThan(0);
    },
  );

  test('all files together: twelve objects, no problem', () => {
    const { objects, problems } = checkManifests(manifests);
    expect(problems).toEqual([]);
    expect(objects).toHaveLength(12);
  });
});
