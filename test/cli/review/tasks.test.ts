import { describe, expect, test } from '@jest/globals';
import { type CaseSpec, campaign, causesOf, outcomesOf, prompt, repository, review } from './sample.js';

interface Case {
  readonly before?: CaseSpec;
  readonly after: CaseSpec;
  readonly outcomes: readonly string[];
  readonly causes?: readonly unknown[];
  readonly objects?: object;
}

type CommonContext = NonNullable<NonNullable<CaseSpec['batch']>['commonContext']>[number];
type Source = NonNullable<CommonContext['file']>['source'];

const command = (script: string): CommonContext => ({
  type: 'Command',
  command: { filePath: '/workspace/c', image: 'c:1', script },
});
const http = (url: string): CommonContext => ({ type: 'Http', http: { filePath: '/workspace/h', url } });
const file = (filePath: string, source: Source): CommonContext => ({ type: 'File', file: { filePath, source } });
const secret = (name: string): Source => ({ secretKeyRef: { name, key: 'k' } });

const named: Record<string, Case> = {
  'nothing changes: nothing is reported': { after: {}, outcomes: [] },
  'a new task': { after: { repos: ['a', 'b', 'c'] }, outcomes: ['Added myorg-c'] },
  'a task between others: they stay': { after: { repos: ['a', 'c', 'b'] }, outcomes: ['Added myorg-c'] },
  'a task that goes': { after: { repos: ['b'] }, outcomes: ['Dropped myorg-a'] },
  'another order: nothing': { after: { repos: ['b', 'a'] }, outcomes: [] },
  'another prompt: the cause once, with its text': {
    after: { batch: { commonContext: [prompt('Update all.\n')] } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Prompt /workspace/task.md -Update. +Update all.'],
  },
  'another prompt of one task': {
    after: {
      batch: { tasks: [{ contexts: [repository('a'), prompt('Keep Java.\n')] }, { contexts: [repository('b')] }] },
    },
    outcomes: ['Rerun myorg-a'],
    causes: ['1x Prompt /workspace/task.md +Keep Java.'],
  },
  'another image': {
    before: { workspace: { agentImage: 'a:1' } },
    after: { workspace: { agentImage: 'a:2' } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Image agent a:1 -> a:2'],
  },
  'another variable, one more, one less': {
    before: {
      workspace: {
        env: [
          { name: 'MODEL', value: 'small' },
          { name: 'OLD', value: '1' },
        ],
      },
    },
    after: {
      workspace: {
        env: [
          { name: 'MODEL', value: 'large' },
          { name: 'NEW', value: '2' },
        ],
      },
    },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Env MODEL small -> large', '2x Env OLD 1 -> ', '2x Env NEW  -> 2'],
  },
  'another branch of all repositories: the cause once': {
    after: { batch: { tasks: [{ contexts: [repository('a', 'next')] }, { contexts: [repository('b', 'next')] }] } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Repository branch main -> next'],
  },
  'another command': {
    before: { workspace: { command: ['agent'] } },
    after: { workspace: { command: ['agent', '--fast'] } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Command agent: command ["agent"] -> ["agent","--fast"]'],
  },
  'another Secret as a credential': {
    before: { workspace: { credentials: [{ name: 'gh', secretRef: { name: 'one', key: 'token' }, env: 'TOKEN' }] } },
    after: { workspace: { credentials: [{ name: 'gh', secretRef: { name: 'two', key: 'token' }, env: 'TOKEN' }] } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Credential TOKEN Secret one, key token -> Secret two, key token'],
  },
  'another script of a Command context': {
    before: { batch: { commonContext: [command('echo 1')] } },
    after: { batch: { commonContext: [command('echo 2')] } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Script run-command-0 echo 1 -> echo 2'],
  },
  'another URL of an Http context': {
    before: { batch: { commonContext: [http('https://example.com/1')] } },
    after: { batch: { commonContext: [http('https://example.com/2')] } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: [expect.stringMatching(/^2x Context fetch-0: \S+ https:\/\/example.com\/1 -> https:\/\/example.com\/2$/)],
  },
  'another file outside of the workspace, and one from a Secret': {
    before: { batch: { commonContext: [file('/etc/rules', { inline: 'a' }), file('/workspace/b', secret('one'))] } },
    after: { batch: { commonContext: [file('/etc/rules', { inline: 'a\nb' }), file('/workspace/b', secret('two'))] } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Prompt /etc/rules  a +b', '2x Prompt /workspace/b Secret one, key k -> Secret two, key k'],
  },
  'another CA bundle: not part of the key, and another Job': {
    before: { workspace: { caBundle: { configMapKeyRef: { name: 'one', key: 'ca' } } } },
    after: { workspace: { caBundle: { configMapKeyRef: { name: 'two', key: 'ca' } } } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: [expect.stringContaining('2x Pod volume ca-bundle')],
  },
  'another salt': {
    after: { batch: { keySalt: '2026-12' } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x KeySalt'],
  },
  'another run of the same work: all run again': {
    after: { runName: 'deps-2' },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Name batchrun/deps-1 -> batchrun/deps-2'],
  },
  'another run, and results are reused': {
    before: { batch: { reuse: 'succeeded' } },
    after: { batch: { reuse: 'succeeded' }, repos: ['a', 'b', 'c'], runName: 'deps-2' },
    outcomes: ['Reused myorg-a', 'Reused myorg-b', 'Added myorg-c'],
  },
  'other resources: other Jobs, and the same work again': {
    after: { workspace: { resources: { requests: { cpu: '1' } } } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b'],
    causes: ['2x Resources agent  -> {"requests":{"cpu":"1"}}'],
  },
  'other resources, and results are reused: other Jobs, and no work again': {
    before: { batch: { reuse: 'succeeded' } },
    after: { batch: { reuse: 'succeeded' }, workspace: { resources: { requests: { cpu: '1' } } } },
    outcomes: ['Reused myorg-a', 'Reused myorg-b'],
  },
  'the run is gone': { after: { run: null }, outcomes: ['Dropped myorg-a', 'Dropped myorg-b'] },
};

const others: Record<string, Case> = {
  'tasks by place, one removed: the later Job is another task, and is refused': {
    before: { places: ['a', 'b', 'c'] },
    after: { places: ['a', 'c'] },
    outcomes: ['Refused myorg/c', 'Dropped myorg/b'],
    causes: ['1x Position'],
  },
  'tasks by place, other resources: the Jobs exist, and are refused': {
    before: { places: ['a', 'b'] },
    after: { places: ['a', 'b'], workspace: { resources: { requests: { cpu: '1' } } } },
    outcomes: ['Refused myorg/a', 'Refused myorg/b'],
    causes: ['2x Resources agent  -> {"requests":{"cpu":"1"}}'],
  },
  'tasks by place, one more at the end': {
    before: { places: ['a'] },
    after: { places: ['a', 'b'] },
    outcomes: ['Added myorg/b'],
  },
  'a run of the controller whose plan changes: held': {
    before: { run: { jobs: 'runtime' } },
    after: { run: { jobs: 'runtime' }, batch: { commonContext: [prompt('Other.\n')] } },
    outcomes: ['Held myorg-a', 'Held myorg-b'],
    causes: ['2x Prompt /workspace/task.md -Update. +Other.'],
  },
  'a run of the controller: what it has created is not changed': {
    before: { run: { jobs: 'runtime' } },
    after: { run: { jobs: 'runtime' }, repos: ['a'] },
    outcomes: ['Dropped myorg-b'],
    objects: { create: 0, change: 1, remove: 0 },
  },
  'a template without a run': {
    before: { run: null },
    after: { run: null, repos: ['a', 'b', 'c'], batch: { commonContext: [prompt('Other.\n')] } },
    outcomes: ['Rerun myorg-a', 'Rerun myorg-b', 'Added myorg-c'],
    causes: ['2x Prompt /workspace/task.md -Update. +Other.'],
  },
  'the first run of a template: its tasks are new': {
    before: { run: null },
    after: {},
    outcomes: ['Added myorg-a', 'Added myorg-b'],
  },
};

describe.each([
  ['tasks with names', named],
  ['other tasks', others],
])('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', (_, { before, after, outcomes, causes = [], objects }) => {
    const report = review(campaign(before), campaign(after));
    expect({ outcomes: outcomesOf(report), causes: causesOf(report) }).toEqual({ outcomes, causes });
    expect(report.objectCounts).toMatchObject(objects ?? {});
  });
});

test('300 tasks with one cause: it is named once', () => {
  const repos = Array.from({ length: 300 }, (_, i) => `repo-${i}`);
  const report = review(
    campaign({ repos, workspace: { agentImage: 'a:1' } }),
    campaign({ repos, workspace: { agentImage: 'a:2' } }),
  );
  expect([report.counts.Rerun, causesOf(report)]).toEqual([300, ['300x Image agent a:1 -> a:2']]);
});
