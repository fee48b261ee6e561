import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sideOfManifests } from '../../../cli/review/side-of-manifests.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { PlanReview } from '../../../plan/review/plan-review.js';
import { type PluginWorld, startPluginWorld } from '../plugin.js';
import { type CaseSpec, campaign, causesOf, outcomesOf, prompt } from './sample.js';

let world: PluginWorld;
let folder: string;

/** As the cluster has it: a run of two tasks by place, whose Jobs come from Git, and which has finished. */
const applied: CaseSpec = { places: ['a', 'b'], workspace: { agentImage: 'agent:1' } };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'review-cluster-'));
  // No controller changes the objects.
  world = await startPluginWorld({ reconciles: false });
  const plurals: Record<string, string> = {
    WorkspaceConfig: 'workspaceconfigs.kubetask.io',
    Batch: 'batches.kubetask.io',
    BatchRun: 'batchruns.kubetask.io',
    ConfigMap: 'configmaps',
    Job: 'jobs.batch',
  };
  world.api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
  for (const { object } of sideOfManifests(campaign(applied))) {
    const { uid: _, ...metadata } = object.metadata;
    world.api.create(plurals[object.kind] ?? '', { ...object, metadata });
  }
  const run = world.api.get('batchruns.kubetask.io', 'team', 'deps-1') as KubernetesObject;
  const task = (index: number, name: string, costUsd: number) => ({
    ...{ index, name, jobName: `deps-1-task-${index}`, phase: 'Succeeded', result: { costUsd } },
    ...{ startTime: '2026-03-01T10:00:00Z', completionTime: '2026-03-01T10:10:00Z' },
  });
  const status = {
    phase: 'Succeeded',
    completionTime: '2026-03-01T10:10:00Z',
    progress: { total: 2, completed: 2, failed: 0, pending: 0, running: 0 },
    tasks: [task(0, 'myorg/a', 1), task(1, 'myorg/b', 3)],
  };
  world.api.updateStatus('batchruns.kubetask.io', { ...run, status } as KubernetesObject);
}, 60_000);
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

async function reviewed(spec: CaseSpec): Promise<{ code: number; report: PlanReview }> {
  const file = join(folder, 'batch.json');
  writeFileSync(
    file,
    campaign(spec)
      .map((object) => JSON.stringify(object))
      .join('\n---\n'),
  );
  const { code, stdout, stderr } = await world.task(['plan', '-f', file, '--diff', '--exit-code', '-o', 'json']);
  expect(stderr).toBe('');
  return { code, report: JSON.parse(stdout) as PlanReview };
}

test('what is applied already: nothing changes, whatever the server has added', async () => {
  const { code, report } = await reviewed(applied);
  expect([code, report.hasChanges, report.runs, report.objects]).toEqual([0, false, [], []]);
});

test('another image under the same name of the run: refused, and what is gone is named', async () => {
  const { code, report } = await reviewed({ places: ['a'], workspace: { agentImage: 'agent:2' } });
  expect({ code, outcomes: outcomesOf(report), causes: causesOf(report), counts: report.objectCounts }).toMatchObject({
    code: 2,
    outcomes: ['Refused myorg/a', 'Dropped myorg/b'],
    causes: ['1x Image agent agent:1 -> agent:2'],
    counts: { create: 0, change: 3, remove: 1 },
  });
});

test('another run: compared with the newest run of the Batch, which stays; with an estimate from its results', async () => {
  const batch = { commonContext: [prompt('Update all.\n')] };
  const { report } = await reviewed({ ...applied, places: ['a', 'b', 'c'], runName: 'deps-2', batch });
  expect({
    outcomes: outcomesOf(report),
    causes: causesOf(report),
    estimate: report.runs[0]?.estimate,
    removed: report.objectCounts.remove,
  }).toEqual({
    outcomes: ['Rerun myorg/a', 'Rerun myorg/b', 'Added myorg/c'],
    causes: ['2x Prompt /workspace/task.md -Update. +Update all.'],
    estimate: { source: 'batchrun/deps-1', tasks: 2, seconds: 600, costUsd: 6 },
    removed: 0,
  });
});

test('the template alone, as it is applied: nothing changes', async () => {
  const { code, report } = await reviewed({ ...applied, run: null });
  expect([code, report.hasChanges]).toEqual([0, false]);
});
