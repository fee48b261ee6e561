import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KubetaskInstall } from '../../constructs/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { policyViolations, type ValidatingPolicySpec } from '../../packages/structural-schema/validating-policy.js';
import { synthesizeObjects } from '../constructs/sample.js';
import { createApiClient } from './api-client.js';
import { installDefinitions } from './definitions.js';
import { allowed, type PolicyCase, policyCases } from './policy-cases.js';
import type { ServerUnderTest } from './server-under-test.js';
import { serversOffered } from './servers.js';
import { createWorld, type World } from './world.js';

/** Evaluates the policies: our CEL, and each real API server that is offered. */
interface PolicyEvaluator {
  refusedField(asked: PolicyCase): Promise<string | undefined>;
  /** Whether a user without rights on the status of BatchRuns may write outcomes. */
  mayWriteOutcomes(): Promise<boolean>;
  close(): Promise<void>;
}

const patience = 120_000;
const outcomes = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'r-outcomes-0', labels: { 'kubetask.io/outcomes-shard': '0' } },
};

const installed = (namespace: string) =>
  synthesizeObjects((scope) => new KubetaskInstall(scope, 'kubetask', { namespace, policies: allowed })).filter(
    ({ kind, metadata }) => kind.startsWith('Validating') || metadata.name === 'kubetask-policies',
  );

/** `spec.image` from `spec.image is not allowed here; ...`, with any text around it. */
const fieldOf = (message: string | undefined) => /(\S+) is not allowed here/.exec(message ?? '')?.[1] ?? message;

async function ourCel(): Promise<PolicyEvaluator> {
  const objects = installed('kubetask-system') as (KubernetesObject & { spec: ValidatingPolicySpec; data?: object })[];
  const params = objects.find(({ kind }) => kind === 'ConfigMap') ?? {};
  const policies = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  const violations = (subject: string, object: object) => {
    const policy = policies.find(({ metadata }) => metadata.name === `kubetask-policies.${subject}`);
    return policyViolations(policy?.spec ?? { validations: [{ expression: 'false' }] }, {
      ...{ object, params, operation: 'CREATE', namespace: 'team' },
    });
  };
  return {
    refusedField: async ({ plural, object }) =>
      fieldOf(violations(`${plural}.${object.apiVersion.split('/')[0]}`, object)[0]),
    mayWriteOutcomes: async () => violations('outcomes', outcomes).length === 0,
    close: async () => {},
  };
}

/** The policies are in force in one namespace, which also holds their ConfigMap. */
async function realServer(start: () => Promise<ServerUnderTest>): Promise<PolicyEvaluator> {
  const server = await start();
  const client = createApiClient(server.connection);
  const removeDefinitions = await installDefinitions(client);
  const world = await createWorld(server);
  const close = async () => {
    await world.close();
    await removeDefinitions();
    client.close();
    await server.stop();
  };
  await inForce(world).catch((error) => close().then(() => Promise.reject(error)));
  return {
    refusedField: async ({ plural, object }) => {
      const { code, body } = await world.send('POST', `${plural}?dryRun=All`, object);
      return code === 201 ? undefined : fieldOf(String(body['message']));
    },
    mayWriteOutcomes: () => asSomebody(server, world),
    close,
  };
}

async function inForce(world: World): Promise<void> {
  for (const object of installed(world.namespace)) {
    const plural = { ConfigMap: 'configmaps', ValidatingAdmissionPolicy: `${admission}policies` }[object.kind];
    const { code, body } = await world.send('POST', plural ?? `${admission}policybindings`, here(object));
    if (code !== 201) throw new Error(`Cannot create ${object.kind} ${object.metadata.name}: ${body['message']}`);
  }
  const refused = Object.values(policyCases).filter(({ want }) => want !== undefined);
  await Promise.all(refused.map((asked) => whenRefused(world, asked)));
}

/** A server takes a moment to put a policy into force. */
async function whenRefused(world: World, { plural, object }: PolicyCase): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { code } = await world.send('POST', `${plural}?dryRun=All`, object);
    if (code !== 201) return;
    await delay(200);
  }
}

const admission = '/apis/admissionregistration.k8s.io/v1/validatingadmission';

/** Bindings for the test's namespace alone: an existing cluster has others. */
function here(object: KubernetesObject): object {
  if (object.kind !== 'ValidatingAdmissionPolicyBinding') return object;
  const matchResources = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': '<ns>' } } };
  return { ...object, spec: { ...(object as { spec?: object }).spec, matchResources } };
}

async function asSomebody(server: ServerUnderTest, world: World): Promise<boolean> {
  const group = 'rbac.authorization.k8s.io';
  const path = `/apis/${group}/v1/namespaces/<ns>`;
  const metadata = { name: 'writes-config-maps' };
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create'] }];
  const role = { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules };
  const subjects = [{ apiGroup: group, kind: 'User', name: 'somebody' }];
  const roleRef = { apiGroup: group, kind: 'Role', name: metadata.name };
  await world.send('POST', `${path}/roles`, role);
  await world.send('POST', `${path}/rolebindings`, {
    ...role,
    kind: 'RoleBinding',
    rules: undefined,
    subjects,
    roleRef,
  });
  const credentials = async () => {
    const own = await server.connection.credentials();
    return { ...own, headers: { ...own.headers, 'impersonate-user': 'somebody' } };
  };
  const client = createApiClient({ ...server.connection, credentials });
  const post = (object: object) =>
    client.send('POST', `/api/v1/namespaces/${world.namespace}/configmaps?dryRun=All`, object);
  const plain = await post({ ...outcomes, metadata: { name: 'plain' } });
  const answer = await post(outcomes);
  client.close();
  expect([plain.code, answer.code === 201 || answer.body['message']]).toEqual([
    201,
    expect.stringContaining('only who may patch the status of BatchRuns'),
  ]);
  return answer.code === 201;
}

const { 'the embedded API server': _, ...real } = serversOffered(process.env);
const evaluators: Record<string, () => Promise<PolicyEvaluator>> = {
  'our CEL': ourCel,
  ...Object.fromEntries(Object.entries(real).map(([name, start]) => [name, () => realServer(start)])),
};

describe.each(Object.entries(evaluators))('policies, evaluated by %s', (_name, start) => {
  let evaluator: PolicyEvaluator;
  beforeAll(async () => {
    evaluator = await start();
  }, patience);
  afterAll(() => evaluator?.close(), patience);

  test.each(Object.entries(policyCases))('%s', async (_case, asked) => {
    expect(await evaluator.refusedField(asked)).toBe(asked.want);
  });

  test('a user who may only write ConfigMaps cannot write outcomes', async () => {
    expect(await evaluator.mayWriteOutcomes()).toBe(false);
  });
});
