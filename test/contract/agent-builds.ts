import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Agent, AgentBuild, AgentBuildStatus, Condition } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { clusterTime } from '../runtime/batch-run/local-cluster.js';
import { createRunWorld, type RunWorld } from './run-world.js';
import type { ServerUnderTest } from './server-under-test.js';
import { merge } from './world.js';

interface PipelineRun extends KubernetesObject {
  readonly spec: { readonly status?: string };
}
interface Pipeline extends KubernetesObject {
  readonly spec: { readonly description: string; readonly displayName?: string };
}

const spec = {
  repoUrl: 'https://git.example.org/hello.git',
  imageRegistry: 'r.example.org/t',
  image: 'hello',
  imageTag: 'v1',
};
const digest = `sha256:${'a'.repeat(64)}`;
const brief = ({ conditions = [] }: { conditions?: Condition[] }) =>
  Object.fromEntries(conditions.map(({ type, status }) => [type, status]));

/** The AgentBuild reconciler against a server that validates its writes strictly. Nothing runs its Pipelines. */
export function describeAgentBuilds(server: () => ServerUnderTest): void {
  describe('the reconciler of AgentBuilds', () => {
    let world: RunWorld;

    beforeEach(async () => {
      world = await createRunWorld(server());
      await world.startReconcilers();
    });
    afterEach(() => world.close());

    const create = (fields: object = {}) =>
      world.send('POST', 'agentbuilds', {
        ...{ apiVersion: 'beeai.dev/v1', kind: 'AgentBuild', metadata: { name: 'hello' } },
        spec: { ...spec, ...fields },
      });
    const change = (path: string, body: object) => world.send('PATCH', path, body, merge);
    const status = async (holds: (status: AgentBuildStatus) => boolean) => {
      const isObserved = ({ metadata, status: one }: AgentBuild) =>
        one?.observedGeneration === Reflect.get(metadata, 'generation') && holds(one ?? {});
      return (await world.eventually<AgentBuild>('agentbuilds', 'hello', isObserved)).status ?? {};
    };
    const started = async () => {
      const { pipelineRunName = '' } = await status((one) => one.pipelineRunName !== undefined);
      return world.eventually<PipelineRun>('pipelineruns', pipelineRunName, () => true);
    };
    const report = (name: string, verdict: 'True' | 'False', reason: string) => {
      const times = { startTime: clusterTime(), completionTime: clusterTime() };
      const conditions = [
        { type: 'Succeeded', status: verdict, reason, message: '', lastTransitionTime: clusterTime() },
      ];
      const results = [{ name: 'IMAGE_DIGEST', value: digest }];
      return change(`pipelineruns/${name}/status`, { status: { ...times, conditions, results } });
    };
    const names = async () => {
      const { body } = await world.send<{ items: KubernetesObject[] }>('GET', 'pipelineruns');
      return body.items.map(({ metadata }) => metadata.name).sort();
    };

    test('builds once, even after restarts and without the PipelineRun, and deploys by digest', async () => {
      await create({ deploy: true });
      const { metadata } = await started();
      expect(metadata.ownerReferences).toMatchObject([{ kind: 'AgentBuild', name: 'hello', controller: true }]);
      await report(metadata.name, 'True', 'Succeeded');
      const agent = await world.eventually<Agent>('agents', 'hello', () => true);
      expect(agent.spec.image).toBe(`r.example.org/t/hello@${digest}`);
      const last = await status(({ agentName }) => agentName !== undefined);
      expect([last.phase, last.image, brief(last)]).toEqual([
        'Succeeded',
        agent.spec.image,
        { Ready: 'True', Succeeded: 'True', Deployed: 'True' },
      ]);
      await world.stopReconcilers();
      await world.send('DELETE', `pipelineruns/${metadata.name}`);
      await world.startReconcilers();
      await change('agentbuilds/hello', { spec: { agent: { description: 'greets' } } });
      await world.eventually<Agent>('agents', 'hello', (one) => one.spec.description === 'greets');
      expect(await names()).toEqual([]);
    });

    test('keeps its Pipeline as planned and leaves fields of others', async () => {
      await create();
      await started();
      const { body } = await change('pipelines/hello', { spec: { description: 'mine', displayName: 'Mine' } });
      expect(body).toMatchObject({ spec: { description: 'mine' } });
      const { spec: kept } = await world.eventually<Pipeline>(
        'pipelines',
        'hello',
        (one) => one.spec.description !== 'mine',
      );
      expect(kept.displayName).toBe('Mine');
    });

    test('cancels the build of an earlier spec, and builds it again when the spec returns', async () => {
      await create();
      const first = await started();
      await change('agentbuilds/hello', { spec: { trigger: 'again' } });
      const second = await started();
      await world.eventually<PipelineRun>(
        'pipelineruns',
        first.metadata.name,
        (run) => run.spec.status === 'Cancelled',
      );
      expect(await names()).toEqual([first.metadata.name, second.metadata.name].sort());
      await change('agentbuilds/hello', { spec: { trigger: null } });
      const next = await world.eventually<PipelineRun>(
        'pipelineruns',
        first.metadata.name,
        ({ metadata }) => metadata.uid !== first.metadata.uid,
      );
      expect(next.spec.status).toBeUndefined();
    });

    test('reports the reason of a Tekton failure in its status and in Events', async () => {
      await create();
      const { metadata } = await started();
      await report(metadata.name, 'False', 'CouldntGetTask');
      const last = await status(({ phase }) => phase === 'Failed');
      expect(brief(last)).toEqual({ Ready: 'False', Stalled: 'True', Succeeded: 'False' });
      expect(last.builds).toMatchObject([{ pipelineRunName: metadata.name, reason: 'CouldntGetTask' }]);
      await Promise.all(['BuildStarted', 'BuildFailed'].map((reason) => world.eventRecorded('hello', reason)));
    });
  });
}
