import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Secret, ServiceAccount } from 'cdk8s-plus-28';
import {
  BatchConstruct,
  Context,
  Credential,
  WorkspaceConstruct,
  type WorkspaceProps,
} from '../../constructs/index.js';
import { problemsOf, serviceA, synthesize } from './sample.js';

const golden = readFileSync(new URL('golden/workspace.yaml', import.meta.url), 'utf8');

test('a WorkspaceConfig with every prop: golden', () => {
  const yaml = synthesize(
    (chart) => {
      const github = Secret.fromSecretName(chart, 'github', 'github');
      new WorkspaceConstruct(chart, 'claude', {
        agentImage: 'agent:v1',
        toolsImage: 'tools:v1',
        defaultContexts: [Context.file('/workspace/task.md', 'Mind the house rules.')],
        credentials: [Credential.fromSecret('github', github, 'token', { env: 'GITHUB_TOKEN' })],
        serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'agents', 'agents'),
        imagePullSecrets: [Secret.fromSecretName(chart, 'pull', 'pull')],
        spec: { command: ['agent'], securityContext: {}, proxy: { httpsProxy: 'http://proxy:3128' } },
      });
    },
    { namespace: 'team' },
  );
  expect(yaml).toBe(golden);
});

const cases: Record<string, { props: WorkspaceProps; want: string[] }> = {
  'only defaults: accepted': { props: {}, want: [] },
  'a variable that kubetask sets: refused': {
    props: { spec: { env: [{ name: 'KUBETASK_RUN', value: 'x' }] } },
    want: [
      'WorkspaceConfig w: spec.env[0].name: Invalid value: "KUBETASK_RUN": is set by kubetask; choose another name',
    ],
  },
  'the label by which Argo CD tracks its objects: refused': {
    props: { spec: { podLabels: { 'app.kubernetes.io/instance': 'x', team: 'y' } } },
    want: [
      'WorkspaceConfig w: spec.podLabels.app.kubernetes.io/instance: Forbidden: a GitOps tool would treat the Pods as its own and prune them while they run; choose another label (tracked-pods)',
    ],
  },
  'a file mode above 0777: the error names the limit': {
    props: {
      credentials: [{ name: 'c', secretRef: { name: 's', key: 'k' }, mountPath: '/c', fileMode: 0o1777 }],
    },
    want: [
      'WorkspaceConfig w: spec.credentials[0].fileMode: Invalid value: 1023: spec.credentials[0].fileMode in body should be less than or equal to 511',
    ],
  },
};

test.each(Object.entries(cases))('%s', (_, { props, want }) => {
  expect(problemsOf((chart) => new WorkspaceConstruct(chart, 'w', props))).toEqual(want);
});

test('a problem that two batches find too: reported once, at the WorkspaceConfig', () => {
  const problems = problemsOf((chart) => {
    const workspace = new WorkspaceConstruct(chart, 'w', { spec: { env: [{ name: 'TASK_NAME', value: 'x' }] } });
    const props = { workspace, variableContexts: [[serviceA]], run: { runId: '1' } };
    new BatchConstruct(chart, 'a', props);
    new BatchConstruct(chart, 'b', props);
  });
  expect(problems).toEqual([
    'WorkspaceConfig w: spec.env[0].name: Invalid value: "TASK_NAME": is set by kubetask; choose another name',
  ]);
});

test('queue: the queue of Kueue', () => {
  const yaml = synthesize((chart) => new WorkspaceConstruct(chart, 'w', { queue: { name: 'team-a' } }));
  expect(yaml).toContain('  queue:\n    name: team-a\n');
});
