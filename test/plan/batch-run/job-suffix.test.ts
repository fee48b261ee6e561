import { describe, expect, test } from '@jest/globals';
import type {
  BatchSpec,
  CommandContext,
  Context,
  HttpContext,
  RepositoryContext,
  WorkspaceConfigSpec,
} from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { BatchRunInputs } from '../../../plan/batch-run/inputs.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { immutableChanges } from '../../../plan/manifest/change/immutable-changes.js';
import { type Changes, commandChanges, httpChanges, repositoryChanges } from '../field-changes.js';
import { makeAppRule, makeFile, makeRepository } from '../sample.js';

interface Parts {
  readonly run?: Partial<BatchRunInputs['run']>;
  readonly batch?: BatchSpec;
  readonly workspace?: WorkspaceConfigSpec;
}

const http: HttpContext = { filePath: '/workspace/issue.json', url: 'https://a.example' };
const command: CommandContext = { filePath: '/workspace/log', image: 'git:v1', script: 'git log' };
const contextsWith = (...changed: Context[]): Context[] => [
  makeRepository(),
  { type: 'Http', http },
  { type: 'Command', command },
  ...changed,
];
const specWith = (contexts: Context[]): BatchSpec => ({ tasks: [{ name: 'a', contexts }] });

/** What Git has of a run whose tasks have names. */
function applied({ run, batch, workspace = {} }: Parts): KubernetesObject[] {
  const spec = { commonContext: [makeFile('/workspace/task.md', 'Update.')], ...specWith(contextsWith()), ...batch };
  const inputs = { run: { name: 'update', jobs: 'synthesized' as const, ...run }, batch: { name: 'update', spec } };
  const { configMaps, tasks } = planBatchRun({ ...inputs, workspace });
  return [...configMaps, ...tasks.flatMap((task) => [...task.texts(), task.job()])];
}

/** What an API server refuses when `after` is applied over `before`. */
function refused(before: readonly KubernetesObject[], after: readonly KubernetesObject[]): string[] {
  const known = new Map(before.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
  return after.flatMap((object) => {
    const old = known.get(`${object.kind} ${object.metadata.name}`);
    return old ? immutableChanges(old, object).map(({ path, detail }) => `${path}: ${detail}`) : [];
  });
}

const workspaceChanges: Changes<WorkspaceConfigSpec> = {
  agentImage: 'other:v1',
  command: ['run'],
  args: ['--fast'],
  agent: { preset: 'gemini-cli', rateLimit: { waitSeconds: 1 } },
  env: [{ name: 'MODEL', value: 'large' }],
  credentials: [{ name: 'token', secretRef: { name: 'github', key: 'token' }, env: 'GITHUB_TOKEN' }],
  toolsImage: 'tools:v1',
  workspaceDir: '/work',
  defaultContexts: [makeFile('/workspace/house.md', 'Be brief.')],
  initImage: 'git:v1',
  fetchImage: 'fetch:v1',
  gitTokens: [makeAppRule()],
  imagePullSecrets: [{ name: 'pull' }],
  proxy: { httpsProxy: 'http://proxy:3128' },
  caBundle: { configMapKeyRef: { name: 'ca', key: 'ca.pem' } },
  resources: { limits: { memory: '2Gi' } },
  workspaceVolume: { emptyDir: { sizeLimit: '10Gi' } },
  scheduling: { nodeSelector: { pool: 'agents' } },
  runtimeClassName: 'gvisor',
  concurrency: { limitKey: 'team', limit: 3 },
  queue: { name: 'team-a' },
  terminationGracePeriodSeconds: 5,
  podLabels: { team: 'payments' },
  serviceAccountName: 'agents',
  securityContext: { runAsUser: 1000 },
  readOnlyRootFilesystem: false,
};
const batchChanges: Changes<BatchSpec> = {
  commonContext: [makeFile('/workspace/task.md', 'Update all.')],
  variableContexts: [],
  tasks: [{ name: 'a', contexts: [] }],
  branchSuffix: 'TaskName',
  keySalt: '2026-12',
  params: [{ name: 'ticket', default: 'ABC-1' }],
  reuse: 'succeeded',
  workspaceConfigRef: 'other',
  backoffLimit: 3,
  retry: { on: [{ class: 'RateLimit', limit: 3 }] },
  pendingSeconds: 600,
  activeDeadlineSeconds: 60,
  maxConcurrency: 3,
};
const runChanges: Changes<Pick<BatchRunInputs['run'], 'maxConcurrency' | 'keySalt'>> = {
  maxConcurrency: 2,
  keySalt: '2027-01',
};

const rows = <Spec extends object>(kind: string, changes: Changes<Spec>, partsWith: (change: Partial<Spec>) => Parts) =>
  Object.entries(changes).map(([field, value]): [string, Parts] => [
    `${kind}.${field}`,
    partsWith({ [field]: value } as Partial<Spec>),
  ]);

const repositoryWith = (change: Partial<RepositoryContext>) => {
  const { org = 'myorg', repo = 'service-a', branch = 'main' } = change;
  return change.url ? { url: change.url, branch } : { ...change, org, repo, branch };
};
const text = makeFile('/workspace/notes.md', 'Keep Java 17.');
const template = makeFile('/workspace/task.md', { inline: 'Update.', template: true });
const changes: [string, Parts][] = [
  ...rows('WorkspaceConfig', workspaceChanges, (workspace) => ({ workspace })),
  ...rows('Batch', batchChanges, (batch) => ({ batch })),
  ...rows('BatchRun', runChanges, (run) => ({ run })),
  ...rows('Repository', { ...repositoryChanges, url: 'ssh://git@github.com/myorg/service-a' }, (change) => ({
    batch: specWith([{ type: 'Repository', repository: repositoryWith(change) }, ...contextsWith().slice(1)]),
  })),
  ...rows('Http', httpChanges, (change) => ({
    batch: specWith([makeRepository(), { type: 'Http', http: { ...http, ...change } }, { type: 'Command', command }]),
  })),
  ...rows('Command', commandChanges, (change) => ({
    batch: specWith([
      makeRepository(),
      { type: 'Http', http },
      { type: 'Command', command: { ...command, ...change } },
    ]),
  })),
  ['a text that becomes a template, and says the same', { batch: { commonContext: [template] } }],
  ['a text of its own', { batch: specWith(contextsWith(text)) }],
  ['a text that all tasks share', { batch: { commonContext: [makeFile('/workspace/task.md', 'Update.'), text] } }],
];

describe('Jobs of named tasks in Git', () => {
  const modes: Record<string, BatchSpec> = {
    'without reuse': {},
    'with reuse': { reuse: 'succeeded' },
    'with a limit': { maxConcurrency: 2 },
  };
  const cases = Object.entries(modes).flatMap(([mode, batch]) =>
    changes.map(([name, parts]) => [mode, name, batch, parts] as const),
  );
  test.each(cases)('%s: no change of %s meets an immutable field, there or back', (_, __, batch, parts) => {
    const [before, after] = [applied({ batch }), applied({ ...parts, batch: { ...batch, ...parts.batch } })];
    expect([...refused(before, after), ...refused(after, before)]).toEqual([]);
  });

  test('a text that moves from the task to all tasks: another Job, because it is in another ConfigMap', () => {
    const own = applied({ batch: { commonContext: [], ...specWith([text]) } });
    const shared = applied({ batch: { commonContext: [text], ...specWith([]) } });
    expect([...refused(own, shared), ...refused(shared, own)]).toEqual([]);
  });

  test.each<[string, Parts]>([
    [
      'defaults that are written out',
      { batch: { backoffLimit: 0, reuse: 'never' }, workspace: { defaultContexts: [] } },
    ],
    ['another WorkspaceConfig that says the same', { batch: { workspaceConfigRef: 'other' } }],
    ['another limit', { batch: { maxConcurrency: 0 } }],
    ['a parameter that no text names', { batch: { params: [{ name: 'ticket', default: 'ABC-1' }] } }],
  ])('%s: the same Jobs', (_, parts) => expect(applied(parts)).toEqual(applied({})));
});
