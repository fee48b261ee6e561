import { describe, expect, test } from '@jest/globals';
import { containerEnv } from '../../../node/container/container-env.js';
import type { Container } from '../../../objects.js';
import { labelledPod, references } from '../references.js';

const valueFrom = (source: object): Partial<Container> => ({ env: [{ name: 'A', valueFrom: source }] });
const resolve = (container: Partial<Container>) =>
  Object.fromEntries(containerEnv(labelledPod, { name: 'main', ...container }, references));
const field = (fieldPath: string) => valueFrom({ fieldRef: { fieldPath } });
const resource = (name: string, divisor: string) =>
  valueFrom({ resourceFieldRef: { containerName: 'main', resource: name, divisor } });

const cases: Record<string, { container: Partial<Container>; want: Record<string, string> }> = {
  'a ConfigMap key: its value': {
    container: valueFrom({ configMapKeyRef: { name: 'c', key: 'k' } }),
    want: { A: 'from c' },
  },
  'a Secret key: its decoded value': {
    container: valueFrom({ secretKeyRef: { name: 's', key: 'k' } }),
    want: { A: 'from s' },
  },
  'an optional key that is missing: no variable': {
    container: valueFrom({ configMapKeyRef: { name: 'c', key: 'none', optional: true } }),
    want: {},
  },
  'an optional Secret that is missing: no variable': {
    container: valueFrom({ secretKeyRef: { name: 'none', key: 'k', optional: true } }),
    want: {},
  },
  'envFrom with a prefix, one name set again: env wins': {
    container: { envFrom: [{ prefix: 'P_', configMapRef: { name: 'c' } }], env: [{ name: 'P_k', value: 'own' }] },
    want: { P_k: 'own', P_other: 'too' },
  },
  'a value that names an earlier variable: expanded': {
    container: {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '$(A)$(C)' },
        { name: 'C', value: '3' },
      ],
    },
    want: { A: '1', B: '1$(C)', C: '3' },
  },
  'no value: empty': { container: { env: [{ name: 'A' }] }, want: { A: '' } },
  'metadata.uid: the uid': { container: field('metadata.uid'), want: { A: 'u' } },
  'one label: its value': { container: field("metadata.labels['b']"), want: { A: '2' } },
  'one annotation: its value': { container: field("metadata.annotations['x.io/y']"), want: { A: 'z' } },
  'a CPU limit: whole CPUs, rounded up': { container: resource('limits.cpu', '1'), want: { A: '2' } },
  'a memory limit in Mi': { container: resource('limits.memory', '1Mi'), want: { A: '1024' } },
};

const problems: Record<string, { container: Partial<Container>; want: string }> = {
  'no such ConfigMap': {
    container: valueFrom({ configMapKeyRef: { name: 'x', key: 'k' } }),
    want: 'configmap "x" not found',
  },
  'no such key in a ConfigMap': {
    container: valueFrom({ configMapKeyRef: { name: 'c', key: 'x' } }),
    want: "couldn't find key x in ConfigMap ns/c",
  },
  'no such Secret': { container: valueFrom({ secretKeyRef: { name: 'x', key: 'k' } }), want: 'secret "x" not found' },
  'no such key in a Secret': {
    container: valueFrom({ secretKeyRef: { name: 's', key: 'x' } }),
    want: "couldn't find key x in Secret ns/s",
  },
  'envFrom a missing ConfigMap': {
    container: { envFrom: [{ configMapRef: { name: 'x' } }] },
    want: 'configmap "x" not found',
  },
};

describe('containerEnv', () => {
  test.each(Object.entries(cases))('%s', (_situation, { container, want }) => {
    expect(resolve(container)).toEqual(want);
  });

  test.each(Object.entries(problems))("%s: the kubelet's own words", (_situation, { container, want }) => {
    expect(() => resolve(container)).toThrow(want);
  });
});
