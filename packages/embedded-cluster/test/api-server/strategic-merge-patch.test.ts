import { expect, test } from '@jest/globals';
import { strategicMergePatch } from '../../api-server/patch/strategic-merge-patch.js';
import { builtinSchema } from '../../api-server/resources/builtin-schema.js';

interface Case {
  readonly target: object;
  readonly patch: object;
  readonly want: object;
}

const containers = (...list: object[]) => ({ containers: list });

const cases: Record<string, Case> = {
  'a container by name: merged': {
    target: containers({ name: 'a', image: 'x', tty: true }, { name: 'b' }),
    patch: containers({ name: 'a', image: 'y' }),
    want: containers({ name: 'a', image: 'y', tty: true }, { name: 'b' }),
  },
  'a new container: added': {
    target: containers({ name: 'a' }),
    patch: containers({ name: 'b' }),
    want: containers({ name: 'a' }, { name: 'b' }),
  },
  'a container marked for deletion: removed': {
    target: containers({ name: 'a' }, { name: 'b' }),
    patch: containers({ name: 'a', $patch: 'delete' }),
    want: containers({ name: 'b' }),
  },
  'variables by name, deep inside: merged': {
    target: containers({ name: 'a', env: [{ name: 'X', value: '1' }] }),
    patch: containers({ name: 'a', env: [{ name: 'Y', value: '2' }] }),
    want: containers({
      name: 'a',
      env: [
        { name: 'X', value: '1' },
        { name: 'Y', value: '2' },
      ],
    }),
  },
  'mounts by path: merged': {
    target: containers({ name: 'a', volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
    patch: containers({ name: 'a', volumeMounts: [{ name: 'w', mountPath: '/v' }] }),
    want: containers({ name: 'a', volumeMounts: [{ name: 'w', mountPath: '/v' }] }),
  },
  'a volume that changes its source: only the keys to retain stay': {
    target: { volumes: [{ name: 'v', emptyDir: {} }] },
    patch: { volumes: [{ name: 'v', $retainKeys: ['name', 'configMap'], configMap: { name: 'c' } }] },
    want: { volumes: [{ name: 'v', configMap: { name: 'c' } }] },
  },
  'a list without a merge key: replaced': {
    target: { tolerations: [{ key: 'a' }] },
    patch: { tolerations: [{ key: 'b' }] },
    want: { tolerations: [{ key: 'b' }] },
  },
  'an order of elements: followed': {
    target: containers({ name: 'a' }, { name: 'b' }),
    patch: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] },
    want: containers({ name: 'b' }, { name: 'a' }),
  },
  'null: removes': { target: { hostname: 'x', subdomain: 'y' }, patch: { hostname: null }, want: { subdomain: 'y' } },
  'replace: nothing of the target stays': {
    target: { nodeSelector: { a: '1' } },
    patch: { nodeSelector: { $patch: 'replace', b: '2' } },
    want: { nodeSelector: { b: '2' } },
  },
};

test.each(Object.entries(cases))('%s', (_, { target, patch, want }) => {
  expect(strategicMergePatch(builtinSchema('PodSpec'), target, patch)).toEqual(want);
});

test('an item without its merge key: refused', () => {
  expect(() => strategicMergePatch(builtinSchema('PodSpec'), {}, containers({ image: 'x' }))).toThrow();
});
