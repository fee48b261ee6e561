import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeBatch, makeRun } from '../contract/objects.js';
import { hostileContexts, password } from './hostile-batches.js';
import { endOf, type Place, patience, places, shown } from './place.js';

/** 500 bytes that expand to gigabytes. */
const yamlBomb = [
  'apiVersion: kubetask.io/v1alpha1\nkind: Batch\nmetadata: {name: bomb}\na0: &a0 [x,x,x,x,x,x,x,x,x,x]',
  ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(',')}]`),
  'spec: {variableContexts: [*a12]}',
].join('\n');
const deepJson = `{"apiVersion":"kubetask.io/v1alpha1","kind":"Batch","metadata":{"name":"deep"},"spec":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;

describe.each(Object.entries(places))('a hostile batch on %s', (_, start) => {
  let place: Place;
  beforeAll(async () => {
    place = await start();
  }, patience);
  afterAll(() => place?.stop(), patience);

  const cases = Object.entries(hostileContexts).map(([name, contexts], index) => ({ name, contexts, index }));

  test.each(cases)(
    '$name: refused, and no Job is created',
    async ({ contexts, index }) => {
      const run = `r${index}`;
      const spec = { batchSpec: { variableContexts: [contexts] } };
      const answer = await place.world.send('POST', 'batchruns', makeRun(run, spec));
      const end = answer.code === 201 ? await endOf(place, run) : undefined;
      const refusal = end?.conditions?.find(({ type }) => type === 'Ready')?.reason ?? answer.body['reason'];
      expect(['InvalidSpec', 'Invalid', 'BadRequest']).toContain(refusal);
      const jobs = await place.world.send<{ items: { metadata: { name: string } }[] }>('GET', 'jobs');
      expect(jobs.body.items.filter(({ metadata }) => metadata.name.startsWith(`${run}-`))).toEqual([]);
      expect(JSON.stringify([answer.body['message'], end])).not.toContain(password);
    },
    patience,
  );

  test('no control sequence is shown', async () => {
    const events = await place.world.send('GET', 'events');
    const runs = await place.world.send<{ items: { status?: object }[] }>('GET', 'batchruns');
    const text = JSON.stringify([events.body, runs.body.items.map(({ status }) => status)]);
    expect(text).not.toMatch(/\\u001b|\\u0007|\p{Cf}/u);
    expect(await shown(place, 'r0')).not.toContain(password);
  });

  test.each([
    ['aliases that expand exponentially', yamlBomb, 'application/yaml'],
    ['deeply nested lists', deepJson, 'application/json'],
  ])('%s: refused, and the server answers the next request', async (_name, body, type) => {
    const { code } = await place.world.send('POST', 'batches', body, { type });
    expect(code).toBeGreaterThanOrEqual(400);
    expect(code).toBeLessThan(500);
    expect((await place.world.send('POST', 'batches?dryRun=All', makeBatch('next', plain))).code).toBe(201);
  });
});

const plain = { variableContexts: [[{ type: 'File', file: { filePath: '/workspace/a', source: { inline: 'x' } } }]] };
