import type { ResourceAction } from './actions/action.js';
import { cancel } from './actions/cancel.js';
import { pause } from './actions/pause.js';
import { rebuild, retryBuild } from './actions/rebuild.js';
import { rerunBatchRun, rerunTaskRun } from './actions/rerun.js';
import { restart } from './actions/restart.js';
import { resume } from './actions/resume.js';
import { retryBatchRun, retryTaskRun } from './actions/retry.js';
import { startBatch, startTask } from './actions/start.js';
import { statusHealth, templateHealth } from './health.js';

/** What Argo CD is given for a kind. */
export interface ArgoKind {
  readonly group: string;
  readonly kind: string;
  readonly health: string;
  readonly actions: readonly ResourceAction[];
  /** JSON pointers of fields that people and actions set in the cluster, so that Git does not take them back. */
  readonly ownFields: readonly string[];
}

const kubetask = 'kubetask.io';
const beeai = 'beeai.dev';
const controls = [pause, resume, cancel];
const controlFields = ['/spec/suspend', '/spec/cancel'];

const template = (kind: string, actions: readonly ResourceAction[] = []): ArgoKind => ({
  ...{ group: kubetask, kind, health: templateHealth, actions, ownFields: [] },
});

const run = (kind: string, actions: readonly ResourceAction[]): ArgoKind => ({
  ...{ group: kubetask, kind, health: statusHealth, actions: [...controls, ...actions], ownFields: controlFields },
});

const lasting = (kind: string, actions: readonly ResourceAction[]): ArgoKind => ({
  ...{ group: beeai, kind, health: statusHealth, actions, ownFields: [] },
});

/** Every kind of ours. */
export const argoKinds: readonly ArgoKind[] = [
  template('WorkspaceConfig'),
  template('Batch', [startBatch]),
  run('BatchRun', [retryBatchRun, rerunBatchRun]),
  template('Task', [startTask]),
  run('TaskRun', [retryTaskRun, rerunTaskRun]),
  lasting('Agent', [restart]),
  lasting('AgentBuild', [retryBuild, rebuild]),
];
