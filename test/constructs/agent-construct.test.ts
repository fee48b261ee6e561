import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ApiObject, type Chart, JsonPatch } from 'cdk8s';
import {
  ConfigMap,
  Deployment,
  HorizontalPodAutoscaler,
  Ingress,
  Metric,
  MetricTarget,
  Pods,
  Secret,
} from 'cdk8s-plus-28';
import { ANNOTATION_CONFIG_CHECKSUM } from '../../api/labels.js';
import { AgentConstruct, AgentEnv, type AgentProps } from '../../constructs/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { agentInputs } from '../../plan/agent/inputs.js';
import { planAgent } from '../../plan/agent/plan.js';
import { richAgent } from '../plan/agent/sample.js';
import { problemsOf, synthesize, synthesizeObjects } from './sample.js';

const makeProps = (props: Partial<AgentProps> = {}): AgentProps => ({ image: 'ghcr.io/org/agent:v1', ...props });
const agentOf =
  (props: Partial<AgentProps> = {}, compose: (agent: AgentConstruct, chart: Chart) => void = () => undefined) =>
  (chart: Chart) =>
    compose(new AgentConstruct(chart, 'helper', makeProps(props)), chart);
const golden = (name: string) => readFileSync(new URL(`golden/${name}.yaml`, import.meta.url), 'utf8');
const namesOf = (objects: readonly KubernetesObject[]) =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('what is emitted', () => {
  const cases: Record<string, { props: Partial<AgentProps>; want: string[] }> = {
    'by default: what the reconciler would create': { props: {}, want: ['Service helper', 'Deployment helper'] },
    'at run time: the Agent alone': { props: { objects: 'runtime' }, want: ['Agent helper'] },
    'a name in metadata: instead of the id': {
      props: { metadata: { name: 'other' } },
      want: ['Service other', 'Deployment other'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) =>
    expect(namesOf(synthesizeObjects(agentOf(props)))).toEqual(want),
  );
});

test('labels and annotations for gateways and registries: added', () => {
  const [service, deployment] = synthesizeObjects(
    agentOf({ protocol: 'a2a' }, (agent) => {
      const port = JsonPatch.add('/spec/ports/0/appProtocol', 'agentgateway.dev/a2a');
      ApiObject.of(agent.service).addJsonPatch(port);
      agent.deployment.metadata.addLabel('example.org/type', 'agent');
    }),
  );
  expect([service, deployment?.metadata.labels]).toMatchObject([
    { spec: { ports: [{ port: 8000, appProtocol: 'agentgateway.dev/a2a' }] } },
    { 'beeai.dev/protocol': 'a2a', 'example.org/type': 'agent' },
  ]);
});

test('an agent with its Secret, ConfigMap, Ingress and NetworkPolicy: golden', () => {
  const yaml = synthesize(
    (chart) => {
      const secret = Secret.fromSecretName(chart, 'llm', 'llm');
      const house = new ConfigMap(chart, 'house', { metadata: { name: 'house' }, data: { style: 'terse' } });
      const web = Pods.select(chart, 'web', { labels: { app: 'web' } });
      const agent = new AgentConstruct(
        chart,
        'helper',
        makeProps({
          protocol: 'a2a',
          env: [
            { name: 'LLM_URL', value: 'http://llm:11434' },
            AgentEnv.fromSecret('API_KEY', secret, 'key'),
            AgentEnv.fromConfigMap('STYLE', house, 'style'),
          ],
          imagePullSecrets: [Secret.fromSecretName(chart, 'registry', 'registry')],
          spec: { description: 'Answers', port: 9000 },
        }),
      );
      agent.exposeViaIngress('/helper', { host: 'agents.example.com' });
      agent.allowFrom(web);
    },
    { namespace: 'team' },
  );
  expect(yaml).toBe(golden('agent'));
});

describe('parity: Deployment and Service are those of the planner', () => {
  test.each([{}, richAgent])(
    'without what the chart adds',
    ({
      image = 'agent:v1',
      env,
      protocol,
      replicas,
      imagePullSecrets: _,
      serviceAccountName: __,
      ...spec
    }: Partial<typeof richAgent>) => {
      let plan: object[] = [];
      const props = { image, ...(env && { env }), ...(protocol && { protocol }), ...(replicas && { replicas }), spec };
      const objects = synthesizeObjects(
        agentOf(props, ({ manifest }) => {
          const { deployment, service } = planAgent(agentInputs(manifest));
          plan = [service, deployment];
        }),
        { namespace: 'team' },
      );
      expect(objects).toEqual(JSON.parse(JSON.stringify(plan)));
    },
  );
});

describe('a ConfigMap of the same app', () => {
  const checksumOf = (data: Record<string, string>, props: Partial<AgentProps> = {}) => {
    const objects = synthesizeObjects((chart) => {
      const house = new ConfigMap(chart, 'house', { metadata: { name: 'house' }, data });
      agentOf({ env: [AgentEnv.fromConfigMap('STYLE', house, 'style')], ...props })(chart);
    });
    const text = JSON.stringify(objects.at(-1));
    return new RegExp(`"${ANNOTATION_CONFIG_CHECKSUM}":"(\\w+)"`).exec(text)?.[1];
  };

  test('another value: another checksum', () =>
    expect(checksumOf({ style: 'terse' })).not.toBe(checksumOf({ style: 'verbose' })));
  test('a change of an unused key: the same checksum', () =>
    expect(checksumOf({ style: 'terse', other: 'x' })).toBe(checksumOf({ style: 'terse' })));
  test('the Agent carries the same one, for the reconciler', () =>
    expect(checksumOf({ style: 'terse' }, { objects: 'runtime' })).toBe(checksumOf({ style: 'terse' })));
  test('a ConfigMap that exists only in the cluster: no checksum', () => {
    const env = [{ name: 'STYLE', valueFrom: { configMapKeyRef: { name: 'unknown', key: 'style' } } }];
    expect(synthesize(agentOf({ env }))).not.toContain(ANNOTATION_CONFIG_CHECKSUM);
    expect(synthesize(agentOf({ env, objects: 'runtime' }))).not.toContain('annotations');
  });
});

describe.each(['synthesized', 'runtime'] as const)('composing with cdk8s-plus-28, objects %s', (objects) => {
  const specOf = (compose: Parameters<typeof agentOf>[1]) =>
    (synthesizeObjects(agentOf({ objects }, compose)).at(-1) as KubernetesObject & { spec: unknown }).spec;

  test('an Ingress of the agent: its name and port', () =>
    expect(specOf((agent) => agent.exposeViaIngress('/'))).toMatchObject({
      rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'helper', port: { number: 8000 } } } }] } }],
    }));

  test('an Ingress of a user: the rule is added to it', () =>
    expect(
      specOf((agent, chart) => agent.service.exposeViaIngress('/helper', { ingress: new Ingress(chart, 'all') })),
    ).toMatchObject({ rules: [{ http: { paths: [{ path: '/helper' }] } }] }));

  test('an autoscaler: scales the Deployment', () =>
    expect(
      specOf(
        ({ deployment: target }, chart) =>
          new HorizontalPodAutoscaler(chart, 'scaler', {
            target,
            maxReplicas: 5,
            metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(70))],
          }),
      ),
    ).toMatchObject({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'helper' } }));

  test('a connection from another workload: a NetworkPolicy that selects its Pods', () =>
    expect(
      specOf(({ deployment }, chart) => {
        const web = new Deployment(chart, 'web', { containers: [{ image: 'web:v1', portNumber: 80 }] });
        web.connections.allowTo(deployment);
      }),
    ).toMatchObject({ podSelector: { matchLabels: { 'beeai.dev/agent': 'helper' } } }));
});

describe('problems', () => {
  const cases: Record<string, { props: Partial<AgentProps>; want: string[] }> = {
    'a valid agent: none': { props: {}, want: [] },
    'problems of every kind: all at once': {
      props: {
        image: 'ghcr.io/org/agent',
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
        spec: { port: 70_000 },
      },
      want: [
        'Agent helper: spec.env[1]: Duplicate value: {"name":"A"}',
        'Agent helper: spec.image: Invalid value: "ghcr.io/org/agent": give an image with a tag or a digest, such as ghcr.io/org/agent:v1',
        'Agent helper: spec.port: Invalid value: 70000: spec.port in body should be less than or equal to 65535',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) =>
    expect([...problemsOf(agentOf(props))].sort()).toEqual(want),
  );

  test('a fixed number of replicas with an autoscaler: refused', () => {
    const compose: Parameters<typeof agentOf>[1] = ({ deployment: target }, chart) => {
      const metrics = [Metric.resourceCpu(MetricTarget.averageUtilization(70))];
      new HorizontalPodAutoscaler(chart, 'scaler', { target, maxReplicas: 5, metrics });
    };
    expect(problemsOf(agentOf({ replicas: 3 }, compose))).toEqual([
      'HorizontalPodAutoscaler target cannot have a fixed number of replicas (3).',
    ]);
  });
});
