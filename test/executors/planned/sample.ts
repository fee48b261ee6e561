import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch, Task, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { planLocal, type RunPlannedOptions, runPlanned } from '../../../executors/index.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { Collected } from '../collect.js';

/** A folder of this test alone. */
export const makeFolder = (name: string): string => realpathSync(mkdtempSync(join(tmpdir(), `planned-${name}-`)));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** A repository with the files `kept.txt`, `.gitignore` and the tracked but ignored `dist/out.txt`. @returns its URL */
export function makeRepository(folder: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder });
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(folder, 'kept.txt'), 'before\n');
  writeFileSync(join(folder, '.gitignore'), '*.log\nignored.txt\n');
  writeFileSync(join(folder, 'ignored.txt'), 'tracked\n');
  git('add', '--force', '.');
  git('commit', '--quiet', '--message=first');
  return `file://${folder}`;
}

export const makeBatch = (spec: Batch['spec']): Batch => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'Batch',
  metadata: { name: 'b', namespace: 'ns' },
  spec,
});

export const makeTask = (spec: Task['spec']): Task => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'Task',
  metadata: { name: 't', namespace: 'ns' },
  spec,
});

/** The default WorkspaceConfig, whose agent is a shell script. */
export const makeWorkspace = (script: string, spec: WorkspaceConfig['spec'] = {}): WorkspaceConfig => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'WorkspaceConfig',
  metadata: { name: 'default', namespace: 'ns' },
  spec: { agentImage: 'agent:v1', command: ['/bin/sh', '-euc', script], ...spec },
});

export const planBatch = (batch: Batch, workspace: WorkspaceConfig, task?: string) =>
  planLocal([batch, workspace], { target: { kind: 'Batch', name: 'b', namespace: 'ns' }, task });

export const planTask = (objects: readonly KubernetesObject[]) =>
  planLocal(objects, { target: { kind: 'Task', name: 't', namespace: 'ns' } });

/** Runs a plan and collects what it writes. */
export async function run(plan: ReturnType<typeof planLocal>, options: Partial<RunPlannedOptions> = {}) {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const exit = await runPlanned(plan, { env: {}, stdout, stderr, ...options });
  return { ...exit, stdout: stdout.text, stderr: stderr.text };
}
