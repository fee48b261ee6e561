import type { References } from '../../node/container/container-env.js';
import type { Pod } from '../../objects.js';
import { configMap, secret } from './harness.js';

/** ConfigMap `c` with `k` and `other`, Secret `s` with `k`; nothing else. */
export const references: References = {
  configMap: (name) => (name === 'c' ? configMap('c', { k: 'from c', other: 'too' }) : undefined),
  secret: (name) => (name === 's' ? secret('s', { k: 'from s' }) : undefined),
};

export const labelledPod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'ns', uid: 'u', labels: { b: '2', a: '1' }, annotations: { 'x.io/y': 'z' } },
  spec: { nodeName: 'local', containers: [{ name: 'main', resources: { limits: { cpu: '1500m', memory: '1Gi' } } }] },
};
