import { describe, expect, test } from '@jest/globals';
import { Chart } from 'cdk8s';
import {
  BatchConstruct,
  Context,
  KubetaskApp,
  type SynthesizedBatchProps,
  WorkspaceConstruct,
  type WorkspaceProps,
} from '../../constructs/index.js';

interface Change {
  readonly services?: readonly number[];
  readonly prompt?: string;
  readonly workspace?: WorkspaceProps;
  readonly jobs?: 'synthesized' | 'runtime';
}

const six = [0, 1, 2, 3, 4, 5];

/** The lines of a run over services, as they are committed. */
function linesOf({
  services = six,
  prompt = 'Update dependencies.\nRun the tests.\n',
  workspace,
  jobs,
}: Change): string[] {
  const app = new KubetaskApp();
  const chart = new Chart(app, 'update-deps', { namespace: 'agents' });
  new BatchConstruct(chart, 'update-deps', {
    workspace: new WorkspaceConstruct(chart, 'claude', workspace ?? { agentImage: 'quay.io/myorg/claude:v1' }),
    commonContext: [Context.file('/workspace/task.md', prompt)],
    tasks: services.map((i) => ({
      contexts: [Context.repository({ org: 'myorg', repo: `service-${i}`, branch: 'main' })],
    })),
    run: { runId: '001', ...(jobs ? { jobs } : {}) } as NonNullable<SynthesizedBatchProps['run']>,
  });
  return [...app.manifests()].flatMap(([, text]) => text.trimEnd().split('\n'));
}

/** The lines that only the second has. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  return after.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

// docs/constructs.md has these numbers.
describe('what a reviewer reads', () => {
  test('six tasks: at most 1,600 lines, 223 for each further task', () => {
    const counts = [1, 2, 6, 7].map((count) => linesOf({ services: [...six, 6].slice(0, count) }).length);
    const [one = 0, two = 0, all = 0, seven = 0] = counts;
    expect(all).toBeLessThanOrEqual(1600);
    expect([two - one, (all - two) / 4, seven - all]).toEqual([223, 223, 223]);
  });

  test('without Jobs in Git: 69 lines, 6 for each further task', () => {
    const counts = [six, [...six, 6]].map((services) => linesOf({ services, jobs: 'runtime' }).length);
    expect(counts).toEqual([69, 75]);
  });

  const agentImage = 'quay.io/myorg/claude:v1';
  const cases: Record<string, { change: Change; want: number }> = {
    'a line of the prompt': { change: { prompt: 'Update dependencies.\nRun all tests.\n' }, want: 60 },
    'the image': { change: { workspace: { agentImage: 'quay.io/myorg/claude:v2' } }, want: 60 },
    'a memory limit': {
      change: { workspace: { agentImage, spec: { resources: { limits: { memory: '2Gi' } } } } },
      want: 72,
    },
    'one task more, in the middle': { change: { services: [0, 1, 2, 6, 3, 4, 5] }, want: 230 },
    'one task less': { change: { services: six.slice(1) }, want: 1 },
  };
  test.each(Object.entries(cases))('%s: few lines', (_, { change, want }) => {
    expect(added(linesOf({}), linesOf(change)).length).toBeLessThanOrEqual(want);
  });

  test('no script of ours is in a Job', () => {
    const text = linesOf({}).join('\n');
    expect(text.match(/git clone/g)).toHaveLength(1);
  });
});
