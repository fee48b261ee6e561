import { beforeEach, describe, expect, test } from '@jest/globals';
import { pods } from '../../../api/kinds/kubernetes.js';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import { Holdings } from '../../../packages/kubernetes-client/cache/holdings.js';
import { MemoryBudget } from '../../../packages/kubernetes-client/cache/memory-budget.js';
import type { RawObject } from '../../../packages/kubernetes-client/cache/projection.js';
import { weigh } from '../../../packages/kubernetes-client/cache/weigh.js';
import { silentLogger } from '../../../packages/kubernetes-client/logger.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { FakeClock } from '../fake-clock.js';

const pod = (name: string, resourceVersion: string, namespace = 'a', uid = `uid-${name}`): RawObject => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, uid, resourceVersion } },
});
/** As it is held. */
const size = weigh({ ...pod('x', '1'), metadata: { ...pod('x', '1').metadata, managedFields: undefined } });

let reported: string[];
let leftOut: string[];
let errors: string[];
let budget: MemoryBudget;

const linesOf = (deltas: readonly Delta<KubernetesObject>[]) =>
  deltas.map(
    ({ type, object: { metadata } }) => `${type} ${metadata.namespace}/${metadata.name}@${metadata.resourceVersion}`,
  );

/** Room for so many Pods. */
function holdings(room = 100): Holdings<KubernetesObject, KubernetesObject> {
  budget = new MemoryBudget(size * room, new FakeClock());
  const project = (raw: KubernetesObject) => {
    if (raw.metadata.name === 'odd') throw new Error('odd');
    return raw.metadata.name === 'unwanted' ? undefined : raw;
  };
  return new Holdings(
    {
      ...{ resource: pods, project, budget },
      onLeftOut: ({ metadata }) => leftOut.push(`${metadata.namespace}/${metadata.name}`),
      logger: {
        ...silentLogger,
        error: (details, message) => errors.push(`${Reflect.get(details, 'object')} ${message}`),
      },
    },
    (deltas) => reported.push(...linesOf(deltas)),
    async () => undefined,
  );
}

beforeEach(() => {
  [reported, leftOut, errors] = [[], [], []];
});

function list(held: Holdings<KubernetesObject, KubernetesObject>, ...listed: readonly RawObject[]): string[] {
  held.beginList();
  for (const object of listed) held.list(object);
  return linesOf(held.endList());
}

describe('a list', () => {
  test('brings what is new, what has changed and what is gone', () => {
    const held = holdings();
    expect(list(held, pod('x', '1'), pod('y', '2'))).toEqual(['added a/x@1', 'added a/y@2']);
    expect(list(held, pod('y', '2'), pod('z', '3'))).toEqual(['deleted a/x@1', 'added a/z@3']);
    expect(list(held, pod('y', '4'))).toEqual(['deleted a/z@3', 'updated a/y@4']);
    expect(held.size).toBe(1);
  });

  test('that is not read to its end changes nothing', () => {
    const held = holdings();
    list(held, pod('x', '1'));
    held.beginList();
    held.list(pod('y', '2'));
    held.giveUpList();
    expect([held.size, budget.heldBytes]).toEqual([1, size]);
    expect(linesOf(held.change('MODIFIED', pod('x', '3')))).toEqual(['updated a/x@3']);
  });

  test('that never began: nothing is there', () => {
    const held = holdings();
    list(held, pod('x', '1'));
    expect(linesOf(held.endList())).toEqual(['deleted a/x@1']);
    expect([held.size, budget.heldBytes]).toEqual([0, 0]);
  });

  test('keeps the very object of a version that is held', () => {
    const held = holdings();
    list(held, pod('x', '1'));
    expect(list(held, { ...pod('x', '1'), changed: true } as RawObject)).toEqual([]);
  });
});

describe('an event', () => {
  const cases: Record<string, { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: RawObject; want: string[] }> = {
    'a new object': { type: 'ADDED', object: pod('y', '2'), want: ['added a/y@2'] },
    'another version': { type: 'MODIFIED', object: pod('x', '2'), want: ['updated a/x@2'] },
    'the last state of one that is gone': { type: 'DELETED', object: pod('x', '3'), want: ['deleted a/x@3'] },
    'the end of an earlier object of the name: nothing': {
      ...{ type: 'DELETED', object: pod('x', '3', 'a', 'earlier') },
      want: [],
    },
    'the end of one that is not held: nothing': { type: 'DELETED', object: pod('y', '3'), want: [] },
    'one that is not kept: nothing': { type: 'ADDED', object: pod('unwanted', '2'), want: [] },
    'one whose projection throws: nothing': { type: 'ADDED', object: pod('odd', '2'), want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { type, object, want }) => {
    const held = holdings();
    list(held, pod('x', '1'));
    expect(linesOf(held.change(type, object))).toEqual(want);
  });

  test('weighs what is held after it', () => {
    const held = holdings();
    list(held, pod('x', '1'), pod('y', '2'), pod('unwanted', '3'));
    held.change('DELETED', pod('x', '4'));
    held.change('ADDED', pod('z', '5'));
    held.change('ADDED', pod('odd', '6'));
    expect(budget.heldBytes).toBe(2 * size);
    expect(errors).toEqual(['a/odd a projection threw']);
  });
});

describe('a namespace that is left out', () => {
  test('by an event: what is held of it goes, and what comes is reported to be there', () => {
    const held = holdings(2);
    list(held, pod('x', '1'), pod('o', '2', 'b'));
    expect(linesOf(held.change('ADDED', pod('y', '3')))).toEqual([]);
    expect([reported, leftOut, held.size]).toEqual([['deleted a/x@1'], ['a/y'], 1]);
    expect(linesOf(held.change('MODIFIED', pod('y', '4')))).toEqual([]);
    expect(linesOf(held.change('DELETED', pod('y', '5')))).toEqual([]);
    expect(leftOut).toEqual(['a/y', 'a/y']);
  });

  test('by a list: what the list has brought of it is reported to be there, and the rest is held', () => {
    const held = holdings(2);
    expect(list(held, pod('o', '2', 'b'), pod('x', '1'), pod('y', '3'))).toEqual(['added b/o@2']);
    expect([leftOut, held.size]).toEqual([['a/x', 'a/y'], 1]);
  });
});

test('without a budget everything is held', () => {
  const held = new Holdings<KubernetesObject, KubernetesObject>(
    { resource: pods, project: (raw) => raw },
    () => undefined,
    async () => undefined,
  );
  held.beginList();
  held.list(pod('x', '1'));
  expect(linesOf(held.endList())).toEqual(['added a/x@1']);
});
