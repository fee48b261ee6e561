import { expect, test } from '@jest/globals';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import type { Informer } from '../../../packages/kubernetes-client/cache/informer.js';
import { servedSource, source } from '../../../packages/kubernetes-client/cache/source.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { makeJob } from '../make-objects.js';

/** A child of the parents that its labels name. */
const child = (...parents: string[]): KubernetesObject =>
  makeJob('x', { labels: Object.fromEntries(parents.map((parent) => [parent, ''])) });
const parentsOf = ({ metadata }: KubernetesObject) => Object.keys(metadata.labels ?? {});

test.each<[string, Delta<KubernetesObject>, string[]]>([
  ['comes: its parents', { type: 'added', object: child('a', 'b') }, ['a', 'b']],
  ['goes: its parents', { type: 'deleted', object: child('a') }, ['a']],
  ['changes: each parent once', { type: 'updated', object: child('a'), previous: child('a') }, ['a']],
  [
    'goes to another parent: that, and the one before',
    { type: 'updated', object: child('b'), previous: child('a') },
    ['b', 'a'],
  ],
  ['has no parent: nobody', { type: 'added', object: child() }, []],
])('an object that %s is woken', (_, delta, want) => {
  const woken: string[] = [];
  const informer = { onChange: (listener: (change: Delta<KubernetesObject>) => void) => listener(delta) };
  source(informer as unknown as Informer<KubernetesObject>, parentsOf).subscribe((key) => woken.push(key));
  expect(woken).toEqual(want);
});

test('a kind that the server has by now wakes every parent', () => {
  const woken: string[] = [];
  const informer = { onServedChange: (listener: () => void) => listener() };
  servedSource(informer, () => [makeJob('x'), makeJob('y')]).subscribe((key) => woken.push(key));
  expect(woken).toEqual(['a/x', 'a/y']);
});
