import { describe, expect, test } from '@jest/globals';
import { ApiObject, type Chart } from 'cdk8s';
import {
  ConfigMap,
  HorizontalPodAutoscaler,
  Ingress,
  Metric,
  MetricTarget,
  Pods,
  Secret,
  ServiceAccount,
} from 'cdk8s-plus-28';
import { configChecksum } from '../../constructs/agent/config-checksum.js';
import { AgentBuildConstruct, AgentConstruct, AgentEnv, type AgentProps, FileContent } from '../../constructs/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { makeApp, synthesizeObjects } from './sample.js';

const image = 'agent:v1';

/** What a case makes of the agent in a chart of namespace `team`. */
function made<Made>(make: (agent: AgentConstruct, chart: Chart) => Made, props: object = {}, namespace?: string): Made {
  const found: Made[] = [];
  const fill = (chart: Chart) => {
    found.push(make(new AgentConstruct(chart, 'helper', { image, ...props } as AgentProps), chart));
  };
  makeApp(fill, namespace === undefined ? {} : { namespace });
  return found[0] as Made;
}

describe('each prop of an Agent is the field of its name', () => {
  const cases: Record<string, { props: (c: Chart) => object; want: object }> = {
    none: { props: () => ({}), want: {} },
    env: { props: () => ({ env: [{ name: 'A', value: '1' }] }), want: { env: [{ name: 'A', value: '1' }] } },
    protocol: { props: () => ({ protocol: 'a2a' }), want: { protocol: 'a2a' } },
    replicas: { props: () => ({ replicas: 0 }), want: { replicas: 0 } },
    queue: { props: () => ({ queue: { name: 'gpu' } }), want: { queue: { name: 'gpu' } } },
    serviceAccount: {
      props: (c) => ({ serviceAccount: ServiceAccount.fromServiceAccountName(c, 'sa', 'robot') }),
      want: { serviceAccountName: 'robot' },
    },
    imagePullSecrets: {
      props: (c) => ({ imagePullSecrets: [Secret.fromSecretName(c, 'r', 'registry')] }),
      want: { imagePullSecrets: [{ name: 'registry' }] },
    },
    spec: { props: () => ({ spec: { port: 9000 } }), want: { port: 9000 } },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => {
    expect(specOf(props)).toStrictEqual({ image, ...want });
  });
});

/** The spec of an agent whose props a case makes. */
function specOf(props: (chart: Chart) => object): object {
  let spec: object = {};
  makeApp((chart) => {
    spec = new AgentConstruct(chart, 'helper', { image, ...props(chart) } as AgentProps).manifest.spec;
  });
  return spec;
}

describe.each(['team', undefined])('in namespace %s, everything of an agent is there', (namespace) => {
  const place = namespace === undefined ? {} : { namespace };
  const metadataOf = (object: ApiObject) => {
    const { name, namespace: own } = object.metadata;
    return { name, ...(own === undefined ? {} : { namespace: own }) };
  };
  const cases: Record<string, (agent: AgentConstruct, chart: Chart) => ApiObject> = {
    Service: ({ service }) => ApiObject.of(service),
    Deployment: ({ deployment }) => deployment,
    Ingress: (agent) => ApiObject.of(agent.exposeViaIngress('/')),
    NetworkPolicy: (agent, chart) =>
      ApiObject.of(agent.allowFrom(Pods.select(chart, 'web', { labels: { app: 'web' } }))),
  };
  test.each(Object.entries(cases))('its %s', (_, make) => {
    expect(metadataOf(made(make, {}, namespace))).toEqual({ name: 'helper', ...place });
  });
});

test('a second path is a second rule of the same Ingress, and a second peer is in the same NetworkPolicy', () => {
  made((agent, chart) => {
    const peer = (app: string) => Pods.select(chart, app, { labels: { app } });
    const ingress = agent.exposeViaIngress('/a');
    expect(agent.exposeViaIngress('/b')).toBe(ingress);
    expect(agent.node.findChild('Ingress')).toBe(ingress);
    expect(agent.allowFrom(peer('web'))).toBe(agent.allowFrom(peer('cron')));
    const own = new Ingress(chart, 'own');
    expect(agent.exposeViaIngress('/c', { ingress: own })).toBe(own);
  });
});

test('what an autoscaler is given: the Deployment, and its replicas only if they are fixed', () => {
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'helper', containers: [] };
  expect(made(({ deployment }) => deployment.toScalingTarget())).toStrictEqual(target);
  expect(made(({ deployment }) => deployment.toScalingTarget(), { replicas: 2 })).toStrictEqual({
    ...target,
    replicas: 2,
  });
});

test('an agent knows whether something scales it', () => {
  const metrics = [Metric.resourceCpu(MetricTarget.averageUtilization(70))];
  made(({ deployment: target }, chart) => {
    expect(target.hasAutoscaler).toBe(false);
    new HorizontalPodAutoscaler(chart, 'scaler', { target, maxReplicas: 5, metrics });
    expect(target.hasAutoscaler).toBe(true);
  });
});

describe('the checksum of what the environment takes from ConfigMaps', () => {
  type Data = Record<string, string>;
  const checksumOf = (env: AgentProps['env'] = [], data: Data = { style: 'terse' }, more: Data = {}) => {
    let found: string | undefined;
    makeApp((chart) => {
      const at = (id: string, name: string, namespace: string, values: Data) =>
        new ConfigMap(chart, id, { metadata: { name, namespace }, data: values });
      at('elsewhere', 'house', 'other', { style: 'elsewhere' });
      at('unused', 'unused', 'team', more);
      at('house', 'house', 'team', data);
      new Secret(chart, 'secret', { metadata: { name: 'house', namespace: 'team' }, stringData: { style: 'secret' } });
      found = configChecksum(chart, env, 'team');
    });
    return found;
  };
  const refers = (key: string) => [
    { name: 'STYLE', valueFrom: { configMapKeyRef: { name: 'house', key } } },
    { name: 'TEXT', value: 'plain' },
  ];

  test('nothing is taken: none', () => {
    expect([checksumOf(), checksumOf([{ name: 'A', value: '1' }])]).toEqual([undefined, undefined]);
  });
  test('a value: that of the ConfigMap in the namespace of the agent, and of no other object', () => {
    expect(checksumOf(refers('style'))).toMatch(/^[0-9a-f]+$/);
    expect(checksumOf(refers('style'), { style: 'terse' }, { style: 'other' })).toBe(checksumOf(refers('style')));
    expect(checksumOf(refers('style'), { style: 'verbose' })).not.toBe(checksumOf(refers('style')));
  });
  test('a key that is not there yet: another checksum once it is', () => {
    expect(checksumOf(refers('size'))).toMatch(/^[0-9a-f]+$/);
    expect(checksumOf(refers('size'), { size: '1' })).not.toBe(checksumOf(refers('size')));
  });
});

test.each(['team', undefined])('the ServiceAccount of a build in namespace %s', (namespace) => {
  const build = { repoUrl: 'https://github.com/o/r.git', image: 'i', imageTag: 'v1', imageRegistry: 'ghcr.io/o' };
  const [account] = synthesizeObjects(
    (chart) => {
      const { serviceAccount } = new AgentBuildConstruct(chart, 'hello', build);
      expect(serviceAccount.toSubjectConfiguration()).toMatchObject({ name: 'hello' });
    },
    namespace === undefined ? {} : { namespace },
  ) as KubernetesObject[];
  expect(account?.metadata.namespace).toBe(namespace);
});

describe('builders of references', () => {
  const chart = makeApp(() => undefined).node.findChild('c') as Chart;
  const secret = Secret.fromSecretName(chart, 's', 'llm');
  const house = new ConfigMap(chart, 'm', { metadata: { name: 'house' } });
  const cases: Record<string, { built: unknown; want: unknown }> = {
    'a variable from a Secret': {
      built: AgentEnv.fromSecret('KEY', secret, 'k'),
      want: { name: 'KEY', valueFrom: { secretKeyRef: { name: 'llm', key: 'k' } } },
    },
    'a variable that may be missing': {
      built: AgentEnv.fromConfigMap('STYLE', house, 'style', { optional: true }),
      want: { name: 'STYLE', valueFrom: { configMapKeyRef: { name: 'house', key: 'style', optional: true } } },
    },
    'a text template': {
      built: FileContent.template('$${x}'),
      want: { inline: '$${x}', template: true },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { built, want }) => expect(built).toStrictEqual(want));
});
