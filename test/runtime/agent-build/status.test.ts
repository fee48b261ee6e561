import { describe, expect, test } from '@jest/globals';
import type { ObservedWarning } from '../../../runtime/caches/observed-warning.js';
import {
  ago,
  brief,
  delivered,
  digest,
  failed,
  makeBuild,
  makePod,
  makeTaskRun,
  makeWorld,
  namespace,
  orphan,
  pass,
  planOf,
  pushed,
  repository,
  runNameOf,
  running,
  settled,
  stepEnded,
  summary,
  taskRunStatus,
  type World,
  waitingContainer,
  withoutRun,
  withRun,
} from './world.js';

/** The PipelineRun has been created, and Tekton has not looked at it. */
const started = settled(makeWorld());
const name = runNameOf(started);
const statusOf = (world: World) => pass(world).outcome.status;
const finished = settled(withRun(started, pushed(digest('a'))));

describe('what is reported', () => {
  const pulling = (...status: Parameters<typeof taskRunStatus>) =>
    makeTaskRun(started, 'pull', taskRunStatus(...status));
  const task = (taskName: string, ...status: Parameters<typeof taskRunStatus>) =>
    makeTaskRun(started, taskName, taskRunStatus(...status));
  const during = (...taskRuns: World['taskRuns']): World => ({ ...withRun(started, running), taskRuns });
  const failedRun = (reason: string, ...taskRuns: World['taskRuns']): World => ({
    ...withRun(started, failed(reason, 'Tasks Completed: 1 (Failed: 1, Cancelled 0), Skipped: 2')),
    taskRuns,
  });
  const pending = pulling(['Unknown', 'Pending']);
  const withPod = (status: Parameters<typeof makePod>[1]): World => ({
    ...during(pending),
    pods: [makePod(pending, status)],
  });
  const noSecret: ObservedWarning = {
    ...{ apiVersion: 'v1', kind: 'Event', metadata: { name: 'e', namespace }, reason: 'FailedMount' },
    message: 'references non-existent secret key: token',
    involvedObject: { kind: 'Pod', name: pending.metadata.name, uid: 'pod-uid' },
    lastSeen: ago(1),
  };
  const logs = (container: string, of: string) => `see kubectl logs -n team ${name}-${of}-pod -c ${container}`;

  const contested = delivered(withoutRun({ ...started, build: makeBuild() }));
  const cases: Record<string, { world: World; want: (string | undefined)[] }> = {
    'nothing there yet': {
      world: makeWorld(),
      want: ['Pending', 'PipelineRunPending', 'the ServiceAccount and the Pipeline are about to be created or changed'],
    },
    'Tekton has not looked at it': {
      world: started,
      want: [
        'Pending',
        'PipelineRunPending',
        `PipelineRun ${name} waits for Tekton; if it keeps waiting, see kubectl get deployments -n tekton-pipelines`,
      ],
    },
    'without Tekton': {
      world: makeWorld({ absentKinds: ['pipelines.tekton.dev', 'pipelineruns.tekton.dev'] }),
      want: [
        'Pending',
        'TektonNotInstalled',
        'the API server has no pipelines.tekton.dev, pipelineruns.tekton.dev in version v1; install Tekton Pipelines: kubectl apply -f https://infra.tekton.dev/tekton-releases/pipeline/latest/release.yaml',
      ],
    },
    'Tekton was removed after the end: as it ended': {
      world: { ...withoutRun(finished), absentKinds: ['pipelineruns.tekton.dev'] },
      want: ['Succeeded', 'Completed', expect.stringContaining(digest('a')) as never],
    },
    'runs, no task yet': { world: during(), want: ['Running', 'Running', `PipelineRun ${name} is running`] },
    'runs its first step': {
      world: during(pulling(['Unknown', 'Running'], [{ name: 'pull', container: 'step-pull', running: {} }])),
      want: ['Running', 'Running', `step pull of PipelineRun ${name} is running`],
    },
    'runs in one Pod, where all containers have started and wait for each other: the first that has not ended': {
      world: during(
        pulling(
          ['Unknown', 'Running'],
          [
            stepEnded('pull', 0, 'Completed'),
            ...['build', 'push'].map((step) => ({ name: step, container: `step-${step}`, running: {} })),
          ],
        ),
      ),
      want: ['Running', 'Running', `step build of PipelineRun ${name} is running`],
    },
    'runs, between two steps': {
      world: during(pending),
      want: ['Running', 'Running', `task pull of PipelineRun ${name} is running`],
    },
    'an image that cannot be pulled': {
      world: withPod({ containerStatuses: [waitingContainer('step-pull', 'ErrImagePull', 'not found')] }),
      want: [
        'Running',
        'ErrImagePull',
        'task pull: image alpine/git:1 of container step-pull cannot be pulled: not found',
      ],
    },
    'no node': {
      world: withPod({ conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' }] }),
      want: ['Running', 'Unschedulable', 'task pull: 0/3 nodes are available'],
    },
    'a Secret that is missing': {
      world: { ...withPod({}), warnings: [noSecret] },
      want: ['Running', 'FailedMount', 'task pull: references non-existent secret key: token'],
    },
    'a Pod of a try that failed says nothing': {
      world: withPod({
        phase: 'Failed',
        containerStatuses: [waitingContainer('step-pull', 'ErrImagePull', 'not found')],
      }),
      want: ['Running', 'Running', `task pull of PipelineRun ${name} is running`],
    },
    'a quota that leaves no room': {
      world: during(pulling(['Unknown', 'ExceededResourceQuota', 'exceeded quota: small'])),
      want: ['Running', 'ExceededResourceQuota', 'task pull: exceeded quota: small'],
    },
    'held by its spec.status': {
      world: {
        ...started,
        children: started.children.map((child) =>
          child.kind === 'PipelineRun' ? { ...child, spec: { ...child.spec, status: 'PipelineRunPending' } } : child,
        ),
      },
      want: ['Pending', 'PipelineRunPending', `PipelineRun ${name} is held by its spec.status`],
    },
    succeeded: {
      world: withRun(started, pushed(digest('a'), [{ name: 'CHAINS-GIT_COMMIT', value: 'c'.repeat(40) }])),
      want: ['Succeeded', 'Completed', `built ${repository}@${digest('a')} from commit cccccccccccc`],
    },
    'succeeded with a digest that is none': {
      world: withRun(started, pushed('sha256:abc')),
      want: [
        'Failed',
        'DigestMissing',
        `PipelineRun ${name} succeeded without a result IMAGE_DIGEST of the form sha256:<64 hex digits>`,
      ],
    },
    'the clone failed': {
      world: failedRun('Failed', pulling(['False', 'Failed'], [stepEnded('pull', 128)])),
      want: ['Failed', 'PullFailed', `step pull exited with code 128; ${logs('step-pull', 'pull')}`],
    },
    'the clone failed, and says why': {
      world: failedRun(
        'Failed',
        pulling(['False', 'StepFailed'], [stepEnded('pull', 1)], [{ name: 'error', value: 'no https://me:pw@git/x' }]),
      ),
      want: [
        'Failed',
        'PullFailed',
        `step pull exited with code 1: no https://***@git/x; ${logs('step-pull', 'pull')}`,
      ],
    },
    'the build failed': {
      world: failedRun(
        'Failed',
        pulling(['True', 'Succeeded'], [stepEnded('pull', 0)]),
        task('build', ['False', 'Failed'], [stepEnded('build', 1)]),
      ),
      want: ['Failed', 'BuildFailed', `step build exited with code 1; ${logs('step-build', 'build')}`],
    },
    'the push failed': {
      world: failedRun('Failed', task('push', ['False', 'StepFailed'], [stepEnded('push', 1)])),
      want: ['Failed', 'PushFailed', `step push exited with code 1; ${logs('step-push', 'push')}`],
    },
    'the push of a single Pod failed': {
      world: failedRun(
        'Failed',
        task('build-and-push', ['False', 'Failed'], [stepEnded('build', 0), stepEnded('push', 1)]),
      ),
      want: ['Failed', 'PushFailed', `step push exited with code 1; ${logs('step-push', 'build-and-push')}`],
    },
    'too little memory': {
      world: failedRun('Failed', task('build', ['False', 'StepOOM'], [stepEnded('build', 137, 'OOMKilled')])),
      want: [
        'Failed',
        'OOMKilled',
        `step build exceeded its memory limit; raise spec.resources.limits.memory; ${logs('step-build', 'build')}`,
      ],
    },
    'an image that could not be pulled in the end': {
      world: failedRun('Failed', pulling(['False', 'TaskRunImagePullFailed', 'failed to pull "x"'])),
      want: ['Failed', 'TaskRunImagePullFailed', 'task pull: failed to pull "x"'],
    },
    'a task that failed without a step': {
      world: failedRun('Failed', pulling(['False', 'Failed', 'the Pod was lost'])),
      want: ['Failed', 'PullFailed', 'task pull: the Pod was lost'],
    },
    'too long': {
      world: failedRun('PipelineRunTimeout', task('build', ['False', 'TaskRunCancelled'], [stepEnded('build', 1)])),
      want: ['Failed', 'PipelineRunTimeout', 'Tasks Completed: 1 (Failed: 1, Cancelled 0), Skipped: 2'],
    },
    'too long, after it had waited in vain': {
      world: withRun(
        settled({ ...withPod({}), warnings: [noSecret] }),
        failed('PipelineRunTimeout', 'failed to finish within "1m0s"'),
      ),
      want: [
        'Failed',
        'PipelineRunTimeout',
        'failed to finish within "1m0s"; it waited for this: FailedMount: task pull: references non-existent secret key: token',
      ],
    },
    'cancelled by hand': {
      world: failedRun('Cancelled'),
      want: ['Cancelled', 'Cancelled', `PipelineRun ${name} was cancelled; change spec.trigger to build again`],
    },
    "Tekton's own word": {
      world: withRun(started, failed('CouldntGetTask', 'Pipeline hello is gone')),
      want: ['Failed', 'CouldntGetTask', 'Pipeline hello is gone'],
    },
    'deleted while it ran': {
      world: withoutRun(settled(withRun(started, running))),
      want: [
        'Failed',
        'PipelineRunDeleted',
        `PipelineRun ${name} was deleted before it ended; change spec.trigger to build again`,
      ],
    },
    'Tekton was removed while it ran: waits for it': {
      world: { ...withoutRun(settled(withRun(started, running))), absentKinds: ['pipelineruns.tekton.dev'] },
      want: ['Pending', 'TektonNotInstalled', expect.stringContaining('install Tekton') as never],
    },
    'a Pipeline that Argo CD applies as well': {
      world: contested,
      want: [
        'Pending',
        'PipelineConflict',
        'Pipeline hello already exists and is delivered by the Argo CD application apps; delete or rename one of the two',
      ],
    },
    "somebody else's Pipeline": {
      world: makeWorld({ children: [orphan(planOf(makeBuild()).pipeline as never)] }),
      want: [
        'Pending',
        'PipelineConflict',
        'Pipeline hello already exists and has no controller; delete or rename one of the two',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => expect(summary(statusOf(world))).toEqual(want));

  test('a build that was blocked recovers', () => {
    const stuck = settled(withPod({ conditions: [{ type: 'PodScheduled', status: 'False', message: 'no node' }] }));
    expect(summary(statusOf({ ...stuck, pods: [] }))[1]).toBe('Running');
  });

  const states: Record<string, { world: World; want: object }> = {
    pending: { world: started, want: { Ready: 'False', Reconciling: 'True', Succeeded: 'Unknown' } },
    'without Tekton': {
      world: makeWorld({ absentKinds: ['taskruns.tekton.dev'] }),
      want: { Ready: 'False', Reconciling: 'True', Succeeded: 'Unknown' },
    },
    'somebody has to do something': {
      world: makeWorld({ children: [orphan(planOf(makeBuild()).serviceAccount as never)] }),
      want: { Ready: 'False', Stalled: 'True', Succeeded: 'Unknown' },
    },
    succeeded: { world: finished, want: { Ready: 'True', Succeeded: 'True' } },
    failed: { world: failedRun('PipelineRunTimeout'), want: { Ready: 'False', Stalled: 'True', Succeeded: 'False' } },
    invalid: {
      world: makeWorld({ build: makeBuild({ image: 'no name' }) }),
      want: { Ready: 'False', Stalled: 'True', Succeeded: 'False' },
    },
  };
  test.each(Object.entries(states))('conditions, %s', (_, { world, want }) =>
    expect(brief(statusOf(world))).toEqual(want),
  );

  test('times, name, hash and generation are those of the present spec', () =>
    expect(statusOf(finished)).toMatchObject({
      observedGeneration: 1,
      buildHash: planOf(finished.build).hash,
      pipelineRunName: name,
      startTime: ago(100),
      completionTime: ago(10),
    }));
});
