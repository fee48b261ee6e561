import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { immutableChanges } from '../../../plan/manifest/change/immutable-changes.js';
import type { Fact, Facts } from '../fact.js';
import { makeConfigMap, makeJob, makePod, makePodSpec, makeRun } from '../objects.js';
import { apply, type Request } from '../world.js';

interface Change {
  readonly plural: string;
  readonly before: object;
  readonly after: object;
  readonly isRefused: boolean;
}

const podSpec = (fields: object = {}) => ({ template: { spec: makePodSpec(fields) } });
const container = (fields: object) => ({ containers: [{ name: 'main', image: 'busybox:1', ...fields }] });
const withFields = (object: object, fields: object) => ({ ...object, ...fields });

const deployment = (label: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: {
    replicas,
    selector: { matchLabels: { app: label } },
    template: {
      metadata: { labels: { app: label } },
      spec: { nodeSelector: { 'kubetask.io/contract': 'nowhere' }, containers: [{ name: 'main', image: 'busybox:1' }] },
    },
  },
});

const changes: Record<string, Change> = {
  'a Job as it is': { plural: 'jobs', before: makeJob('j'), after: makeJob('j'), isRefused: false },
  'another image of a Job': {
    plural: 'jobs',
    before: makeJob('j', podSpec()),
    after: makeJob('j', podSpec(container({ image: 'busybox:2' }))),
    isRefused: true,
  },
  'a scheduling gate of a Job that exists': {
    plural: 'jobs',
    before: makeJob('j', { suspend: false, ...podSpec() }),
    after: makeJob('j', { suspend: false, ...podSpec({ schedulingGates: [{ name: 'a.b/c' }] }) }),
    isRefused: true,
  },
  'where a suspended Job runs': {
    plural: 'jobs',
    before: makeJob('j', podSpec()),
    after: makeJob('j', podSpec({ schedulingGates: [{ name: 'a.b/c' }], nodeSelector: { a: 'b' } })),
    isRefused: false,
  },
  'pace, retries and deadline of a Job': {
    plural: 'jobs',
    before: makeJob('j', { parallelism: 1, suspend: true }),
    after: makeJob('j', { parallelism: 2, suspend: true, backoffLimit: 3, activeDeadlineSeconds: 9 }),
    isRefused: false,
  },
  'completions of a Job': {
    plural: 'jobs',
    before: makeJob('j', { completions: 1 }),
    after: makeJob('j', { completions: 2 }),
    isRefused: true,
  },
  'defaults of a Job, written out': {
    plural: 'jobs',
    before: makeJob('j', podSpec()),
    after: makeJob('j', {
      completionMode: 'NonIndexed',
      ...podSpec({ dnsPolicy: 'ClusterFirst', ...container({ terminationMessagePolicy: 'File' }) }),
    }),
    isRefused: false,
  },
  'data of an immutable ConfigMap': {
    plural: 'configmaps',
    before: withFields(makeConfigMap('c', { a: '1' }), { immutable: true }),
    after: withFields(makeConfigMap('c', { a: '2' }), { immutable: true }),
    isRefused: true,
  },
  'data of another ConfigMap': {
    plural: 'configmaps',
    before: makeConfigMap('c', { a: '1' }),
    after: makeConfigMap('c', { a: '2' }),
    isRefused: false,
  },
  'the selector of a Deployment': {
    plural: 'deployments',
    before: deployment('a', 1),
    after: deployment('b', 1),
    isRefused: true,
  },
  'the scale of a Deployment': {
    plural: 'deployments',
    before: deployment('a', 0),
    after: deployment('a', 1),
    isRefused: false,
  },
  'the environment of a Pod': {
    plural: 'pods',
    before: makePod('p', container({})),
    after: makePod('p', container({ env: [{ name: 'A', value: 'b' }] })),
    isRefused: true,
  },
  'the Batch of a BatchRun': {
    plural: 'batchruns',
    before: makeRun('r', { batchRef: 'a' }),
    after: makeRun('r', { batchRef: 'b' }),
    isRefused: true,
  },
  'a pause of a BatchRun': {
    plural: 'batchruns',
    before: makeRun('r', { batchRef: 'a' }),
    after: makeRun('r', { batchRef: 'a', suspend: true }),
    isRefused: false,
  },
};

const applied = (plural: string, object: object): Request => {
  const { name } = (object as KubernetesObject).metadata;
  return ['PATCH', `${plural}/${name}?fieldManager=git&force=true`, object, apply];
};

/** What `immutableChanges` says without a cluster is what a server says. */
export const immutableChangeFacts: Facts = Object.fromEntries(
  Object.entries(changes).map(([name, { plural, before, after, isRefused }]): [string, Fact] => {
    const foretold = immutableChanges(before as KubernetesObject, after as KubernetesObject).length > 0;
    const outcome = isRefused ? 'refused' : 'accepted';
    return [
      `${name}: ${outcome}, as foretold`,
      {
        given: [applied(plural, before)],
        when: applied(plural, after),
        want: foretold === isRefused ? { code: isRefused ? 422 : 200 } : { code: `foretold otherwise` },
      },
    ];
  }),
);
