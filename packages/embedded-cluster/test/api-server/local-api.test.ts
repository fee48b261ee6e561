import { beforeEach, expect, test } from '@jest/globals';
import type { LocalApi, LocalWatchEvent } from '../../local-api.js';
import { makeApi, makeConfigMap, makeJob } from './api-under-test.js';

let api: LocalApi;
beforeEach(() => {
  api = makeApi().api;
});

const inDefault = <Object extends { metadata: object }>(object: Object) => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'default' },
});
const configMap = (name: string) => inDefault(makeConfigMap(name)) as ReturnType<typeof makeConfigMap>;

test('what is returned is what is stored, and frozen', () => {
  const created = api.create('configmaps', configMap('a'));
  expect([api.get('configmaps', 'default', 'a') === created, Object.isFrozen(created.metadata)]).toEqual([true, true]);
});

test('a list is in creation order, whatever the names', () => {
  for (const name of ['c', 'a', 'b']) api.create('configmaps', configMap(name));
  expect(api.list('configmaps', { namespace: 'default' }).map(({ metadata }) => metadata.name)).toEqual([
    'c',
    'a',
    'b',
  ]);
});

test('an update replaces; a stale version is refused', () => {
  const created = api.create('configmaps', configMap('a'));
  api.update('configmaps', { ...created, metadata: { ...created.metadata, labels: { x: 'y' } } });
  expect(() => api.update('configmaps', created)).toThrow('the object has been modified');
});

test('a status is replaced alone', () => {
  const job = api.create('jobs.batch', inDefault(makeJob('j')));
  const reported = api.updateStatus('jobs.batch', { ...job, spec: {}, status: { active: 1 } } as typeof job);
  expect(reported).toMatchObject({ spec: { completions: 1 }, status: { active: 1 } });
});

test('errors carry code and reason', () => {
  expect(() => api.delete('configmaps', 'default', 'x')).toThrow(
    expect.objectContaining({ code: 404, reason: 'NotFound' }),
  );
});

test('a resource that is not served: the error names it', () => {
  expect(() => api.list('things.example.com')).toThrow('things.example.com');
});

test('a watch sends what is there, then every change, until stopped', () => {
  const seen: string[] = [];
  api.create('configmaps', configMap('a'));
  const stop = api.watch('configmaps', ({ type, object }) => seen.push(`${type} ${object.metadata.name}`));
  api.create('configmaps', configMap('b'));
  api.delete('configmaps', 'default', 'a');
  stop();
  api.delete('configmaps', 'default', 'b');
  expect(seen).toEqual(['ADDED a', 'ADDED b', 'DELETED a']);
});

test('a listener that writes: every listener sees all changes in the order they were made', () => {
  const seen: string[] = [];
  const answer = ({ type, object }: LocalWatchEvent) => {
    if (type === 'ADDED' && object.metadata.name === 'question') api.create('configmaps', configMap('answer'));
  };
  api.watch('configmaps', answer);
  api.watch('configmaps', ({ object }) => seen.push(object.metadata.name));
  api.create('configmaps', configMap('question'));
  expect(seen).toEqual(['question', 'answer']);
});
