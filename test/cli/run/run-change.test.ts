import { describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../../api/generated/kinds.js';
import { gitOwner } from '../../../cli/run/git-owner.js';
import { type PlannedChange, planChange, type RunChange } from '../../../cli/run/run-change.js';
import type { Run } from '../../../cli/run/run-state.js';
import { makeBatchRun, makeTaskRun } from '../sample.js';

const wishing = (wishes: object, status: BatchRun['status'] = { phase: 'Running' }): Run =>
  makeBatchRun({ spec: { batchRef: 'deps', ...wishes }, status });

const argo = { 'argocd.argoproj.io/tracking-id': 'fleet:kubetask.io/BatchRun:team/deps-run-abc12' };

describe('planChange', () => {
  const cases: Record<string, { run: Run; change: RunChange; force?: boolean; want: PlannedChange }> = {
    'cancel a running run': { run: wishing({}), change: 'cancel', want: { patch: { spec: { cancel: true } } } },
    'cancel a run that was never observed': {
      run: makeTaskRun(),
      change: 'cancel',
      want: { patch: { spec: { cancel: true } } },
    },
    'cancel twice: already cancelled': {
      run: wishing({ cancel: true }),
      change: 'cancel',
      want: { already: 'batchrun.kubetask.io/deps-run-abc12 is already being cancelled' },
    },
    'cancel a cancelled run: already cancelled': {
      run: wishing({ cancel: true }, { phase: 'Cancelled' }),
      change: 'cancel',
      want: { already: 'batchrun.kubetask.io/deps-run-abc12 is already being cancelled' },
    },
    'pause a running run': { run: wishing({}), change: 'pause', want: { patch: { spec: { suspend: true } } } },
    'pause twice: already paused': {
      run: wishing({ suspend: true }),
      change: 'pause',
      want: { already: 'batchrun.kubetask.io/deps-run-abc12 is already paused' },
    },
    'resume: the field is removed': {
      run: wishing({ suspend: true }, { phase: 'Paused' }),
      change: 'resume',
      want: { patch: { spec: { suspend: null } } },
    },
    'pause a run that its annotation pauses: already paused': {
      run: makeBatchRun({ metadata: { name: 'x', annotations: { 'kubetask.io/pause': 'true' } } }),
      change: 'pause',
      want: { already: 'batchrun.kubetask.io/x is already paused' },
    },
    'resume a run that its annotation pauses: the annotation is removed too': {
      run: makeBatchRun({ metadata: { name: 'x', annotations: { 'kubetask.io/pause': 'true', other: 'stays' } } }),
      change: 'resume',
      want: { patch: { metadata: { annotations: { 'kubetask.io/pause': null } }, spec: { suspend: null } } },
    },
    'resume a running run: not paused': {
      run: wishing({}),
      change: 'resume',
      want: { already: 'batchrun.kubetask.io/deps-run-abc12 is not paused' },
    },
    'resume a run whose Job another tool suspended: the message says what to do': {
      run: wishing(
        {},
        {
          phase: 'Running',
          tasks: [{ index: 3, jobName: 'j', phase: 'Pending', reason: 'JobSuspended', message: 'resume it' }],
        },
      ),
      change: 'resume',
      want: { already: 'batchrun.kubetask.io/deps-run-abc12 is not paused; task 3: resume it' },
    },
    'resume a running run with tasks that are not suspended: only that it is not paused': {
      run: wishing({}, { phase: 'Running', tasks: [{ index: 3, jobName: 'j', phase: 'Pending', message: 'waits' }] }),
      change: 'resume',
      want: { already: 'batchrun.kubetask.io/deps-run-abc12 is not paused' },
    },
    'resume a run that no controller has observed: not paused': {
      run: makeBatchRun(),
      change: 'resume',
      want: { already: 'batchrun.kubetask.io/deps-run-abc12 is not paused' },
    },
    'resume a TaskRun that runs: not paused': {
      run: makeTaskRun({ status: { phase: 'Running', podName: 'p' } }),
      change: 'resume',
      want: { already: 'taskrun.kubetask.io/hello-run-abc12 is not paused' },
    },
    'cancel a TaskRun whose Pod is there': {
      run: makeTaskRun({ status: { phase: 'Running', podName: 'p' } }),
      change: 'cancel',
      want: { patch: { spec: { cancel: true } } },
    },
    'cancel a failed run that waits for a correction': {
      run: wishing({}, { phase: 'Failed' }),
      change: 'cancel',
      want: { patch: { spec: { cancel: true } } },
    },
    'pause a TaskRun without a Pod': {
      run: makeTaskRun(),
      change: 'pause',
      want: { patch: { spec: { suspend: true } } },
    },
    'Git owns it, with --force': {
      run: makeBatchRun({ metadata: { name: 'x', annotations: argo } }),
      change: 'pause',
      force: true,
      want: { patch: { spec: { suspend: true } } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { run, change, force = false, want }) => {
    expect(planChange(run, change, force)).toEqual(want);
  });

  const refused: Record<string, { run: Run; change: RunChange; want: [message: string, ...hints: string[]] }> = {
    'cancel a finished run': {
      run: wishing({}, { phase: 'Succeeded' }),
      change: 'cancel',
      want: [
        'Cannot cancel batchrun/deps-run-abc12: it has finished (Succeeded)',
        'kubectl task rerun batchrun/deps-run-abc12 starts it again',
      ],
    },
    'cancel a run that failed': {
      run: wishing({}, { phase: 'Failed', completionTime: '2026-03-02T09:00:00Z' }),
      change: 'cancel',
      want: [
        'Cannot cancel batchrun/deps-run-abc12: it has finished (Failed)',
        'kubectl task rerun batchrun/deps-run-abc12 starts it again',
      ],
    },
    'resume a paused run that is being cancelled': {
      run: wishing({ cancel: true, suspend: true }),
      change: 'resume',
      want: ['Cannot resume batchrun/deps-run-abc12: it is being cancelled'],
    },
    'pause a run that is being cancelled': {
      run: wishing({ cancel: true }),
      change: 'pause',
      want: ['Cannot pause batchrun/deps-run-abc12: it is being cancelled'],
    },
    'pause a TaskRun whose Pod is there': {
      run: makeTaskRun({ status: { phase: 'Running', podName: 'hello-run-abc12-pod' } }),
      change: 'pause',
      want: [
        'Cannot pause taskrun/hello-run-abc12: its Pod hello-run-abc12-pod already exists and cannot be paused',
        'kubectl task cancel taskrun/hello-run-abc12 cancels it',
      ],
    },
    'Git owns it': {
      run: makeBatchRun({ metadata: { name: 'x', annotations: argo } }),
      change: 'cancel',
      want: [
        'Cannot cancel batchrun/x: the Argo CD application fleet manages it from Git, and may revert your change',
        'change it in Git, or use --force',
      ],
    },
  };
  test.each(Object.entries(refused))('%s: refused', (_, { run, change, want: [message, ...hints] }) => {
    expect(() => planChange(run, change, false)).toThrow(expect.objectContaining({ message, hints }));
  });
});

describe('gitOwner', () => {
  const labelled = (labels: Record<string, string>) => makeBatchRun({ metadata: { name: 'x', labels } });
  const cases: Record<string, { run: Run; want: string | undefined }> = {
    'made by hand': { run: makeBatchRun(), want: undefined },
    'Argo CD by annotation': {
      run: makeBatchRun({ metadata: { name: 'x', annotations: argo } }),
      want: 'application fleet',
    },
    'Argo CD by label': { run: labelled({ 'argocd.argoproj.io/instance': 'fleet' }), want: 'application fleet' },
    'Flux Kustomization': {
      run: labelled({ 'kustomize.toolkit.fluxcd.io/name': 'apps' }),
      want: 'the Flux Kustomization apps manages it from Git',
    },
    'Flux HelmRelease': {
      run: labelled({ 'helm.toolkit.fluxcd.io/name': 'apps' }),
      want: 'the Flux HelmRelease apps manages it from Git',
    },
    'synthesized Jobs': {
      run: makeBatchRun({ spec: { batchRef: 'b', jobs: 'synthesized' } }),
      want: 'its Jobs are synthesized',
    },
    'a label that Helm also sets: no owner': {
      run: labelled({ 'app.kubernetes.io/instance': 'x' }),
      want: undefined,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { run, want }) => {
    expect(gitOwner(run)).toEqual(want === undefined ? undefined : expect.stringContaining(want));
  });
});
