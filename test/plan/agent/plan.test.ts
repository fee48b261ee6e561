import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { dump } from 'js-yaml';
import type { Agent, AgentSpec } from '../../../api/generated/kinds.js';
import { type AgentInputs, agentInputs } from '../../../plan/agent/inputs.js';
import { agentUrl, planAgent } from '../../../plan/agent/plan.js';
import { restrictedViolations } from '../pod/restricted.js';
import { makeAgentInputs, makeAgentSpec, richAgent } from './sample.js';

const podOf = (inputs: AgentInputs) => planAgent(inputs).deployment.spec.template;
const podSpecOf = (spec: Partial<AgentSpec>) => podOf(makeAgentInputs(spec)).spec;
const containerOf = (spec: Partial<AgentSpec>) => podSpecOf(spec)?.containers[0];

test.each([
  ['agent-plain', makeAgentInputs()],
  ['agent-rich', makeAgentInputs(richAgent, { configChecksum: 'c0ffee' })],
])('%s: golden', (name, inputs) => {
  const { deployment, service } = planAgent(inputs);
  const yaml = [deployment, service].map((object) => dump(object, { noRefs: true, lineWidth: -1 })).join('---\n');
  expect(yaml).toBe(readFileSync(new URL(`../golden/${name}.yaml`, import.meta.url), 'utf8'));
});

test('the same inputs, with keys in another order: the same plan', () => {
  const shuffled = Object.fromEntries(Object.entries(richAgent).reverse()) as unknown as AgentSpec;
  expect(planAgent(makeAgentInputs(shuffled))).toEqual(planAgent(makeAgentInputs(richAgent)));
});

describe('Service and Deployment', () => {
  test.each([[{}], [richAgent]])('have the same selector, which matches the Pods', (spec) => {
    const { deployment, service } = planAgent(makeAgentInputs(spec));
    expect(service.spec.selector).toEqual(deployment.spec.selector.matchLabels);
    expect(deployment.spec.template.metadata?.labels).toMatchObject(service.spec.selector ?? {});
    expect(service.spec.ports?.[0]?.targetPort).toBe(
      deployment.spec.template.spec?.containers[0]?.ports?.[0]?.containerPort,
    );
  });

  test('another protocol, image and port: the same selector, since it cannot change', () => {
    const selectorOf = (spec: Partial<AgentSpec>) => planAgent(makeAgentInputs(spec)).deployment.spec.selector;
    expect(selectorOf(richAgent)).toEqual(selectorOf({}));
  });
});

describe('the Pod', () => {
  test.each([[{}], [richAgent]])('passes Pod Security restricted', (spec) => {
    const pod = podSpecOf(spec);
    expect(pod && restrictedViolations(pod)).toEqual([]);
  });

  test('with any UID: HOME and /tmp are writable, and there is no API token', () => {
    const pod = podSpecOf({});
    expect(pod?.automountServiceAccountToken).toBe(false);
    expect(containerOf({})?.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/kubetask/home', '/tmp']);
  });
});

describe('environment', () => {
  const cases: Record<string, { spec: Partial<AgentSpec>; want: string[] }> = {
    'no variables: HOME and PORT': { spec: {}, want: ['HOME=/kubetask/home', 'PORT=8000'] },
    'a port: in PORT': { spec: { port: 9000 }, want: ['HOME=/kubetask/home', 'PORT=9000'] },
    'variables: after those of kubetask, in their order': {
      spec: {
        env: [
          { name: 'B', value: '2' },
          { name: 'A', value: '1' },
        ],
      },
      want: ['HOME=/kubetask/home', 'PORT=8000', 'B=2', 'A=1'],
    },
    "a user's own HOME: replaces ours": {
      spec: { env: [{ name: 'HOME', value: '/tmp' }] },
      want: ['PORT=8000', 'HOME=/tmp'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) =>
    expect(containerOf(spec)?.env?.map(({ name, value }) => `${name}=${value}`)).toEqual(want),
  );
});

describe('readiness', () => {
  const cases: Record<string, { spec: Partial<AgentSpec>; want: object }> = {
    'no protocol: the port accepts connections': { spec: {}, want: { tcpSocket: { port: 'http' } } },
    'a2a: the agent card is served': {
      spec: { protocol: 'a2a' },
      want: { httpGet: { path: '/.well-known/agent-card.json', port: 'http' } },
    },
    'a probe in the spec: that one': {
      spec: { protocol: 'a2a', readinessProbe: { httpGet: { path: '/ready', port: 81 }, periodSeconds: 3 } },
      want: { httpGet: { path: '/ready', port: 81 }, periodSeconds: 3 },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) =>
    expect(containerOf(spec)?.readinessProbe).toEqual(want),
  );
});

describe('who sets the number of replicas', () => {
  const replicasOf = (spec: Partial<AgentSpec>) => planAgent(makeAgentInputs(spec)).deployment.spec;
  test('the Agent, if it sets replicas, including 0', () => expect(replicasOf({ replicas: 0 }).replicas).toBe(0));
  test('an autoscaler, if it does not: the field is absent', () =>
    expect(replicasOf({})).not.toHaveProperty('replicas'));
});

describe('what changes the Pod template', () => {
  const template = podOf(makeAgentInputs());
  const other = podOf(makeAgentInputs({}, { configChecksum: 'other' }));
  test('another ConfigMap content: another template', () => expect(other).not.toEqual(template));
  test('another time to restart at: another template, beside the checksum', () => {
    const restarted = podOf(makeAgentInputs({}, { configChecksum: 'other', restartedAt: '2026-12-01T00:00:00Z' }));
    expect(restarted).toMatchObject({
      metadata: {
        annotations: { 'beeai.dev/config-checksum': 'other', 'beeai.dev/restarted-at': '2026-12-01T00:00:00Z' },
      },
    });
  });
  test('the annotation of an Agent is that time', () => {
    const metadata = { name: 'helper', annotations: { 'beeai.dev/restarted-at': 'now', other: 'x' } };
    const agent = { apiVersion: 'beeai.dev/v1', kind: 'Agent', metadata, spec: makeAgentSpec() } as const;
    expect(agentInputs(agent as unknown as Agent).restartedAt).toBe('now');
  });
  test('another description: the same template', () =>
    expect(podOf(makeAgentInputs({ description: 'other' }))).toEqual(template));
  test('another number of replicas: the same template', () =>
    expect(podOf(makeAgentInputs({ replicas: 5 }))).toEqual(template));
});

describe('the URL', () => {
  test('names the Service', () => expect(agentUrl(makeAgentInputs({ port: 80 }))).toBe('http://helper.team.svc:80'));
});
