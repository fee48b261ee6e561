import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { ANNOTATION_PLAN_HASH } from '../../api/labels.js';
import {
  BatchConstruct,
  type BatchProps,
  Context,
  type SynthesizedBatchProps,
  WorkspaceConstruct,
} from '../../constructs/index.js';
import { planBatchRun } from '../../plan/batch-run/plan.js';
import { problemsOf, serviceA, serviceB, synthesize, synthesizeObjects, task } from './sample.js';

const makeProps = (props: Partial<BatchProps> = {}) =>
  ({ commonContext: [task], variableContexts: [[serviceA], [serviceB]], ...props }) as BatchProps;
const batchOf = (props: Partial<BatchProps>) => (chart: ConstructorParameters<typeof BatchConstruct>[0]) =>
  new BatchConstruct(chart, 'update-deps', makeProps(props));
const golden = (name: string) => readFileSync(new URL(`golden/${name}.yaml`, import.meta.url), 'utf8');

/** Of the clones, and of the init container that writes files. */
const scripts = ['clone', 'write-files'].map(
  (name) => expect.stringMatching(`^ConfigMap update-deps-1-${name}-[0-9a-f]{10}$`) as unknown as string,
);

describe('what is emitted', () => {
  const cases: Record<string, { props: Partial<BatchProps>; want: string[] }> = {
    'no run: the Batch alone': { props: {}, want: ['Batch update-deps'] },
    'a run at run time: Batch and BatchRun': {
      props: { run: { runId: '1', jobs: 'runtime' } },
      want: ['Batch update-deps', 'BatchRun update-deps-1'],
    },
    'a synthesized run: ConfigMaps and Jobs too': {
      props: { run: { runId: '1' } },
      want: [
        'Batch update-deps',
        'BatchRun update-deps-1',
        'ConfigMap update-deps-1-context-9c620eeb7f',
        ...scripts,
        'Job update-deps-1-task-0',
        'Job update-deps-1-task-1',
      ],
    },
    'tasks with names: each text of a task before its Job': {
      props: {
        variableContexts: undefined,
        tasks: [{ name: 'a', contexts: [serviceA, Context.file('/workspace/a.md', 'A')] }, { contexts: [serviceB] }],
        run: { runId: '1' },
      } as unknown as Partial<BatchProps>,
      want: [
        'Batch update-deps',
        'BatchRun update-deps-1',
        'ConfigMap update-deps-1-context-9c620eeb7f',
        ...scripts,
        expect.stringMatching(/^ConfigMap update-deps-1-a(-[0-9a-f]{8}){2}-context-/) as unknown as string,
        expect.stringMatching(/^Job update-deps-1-a(-[0-9a-f]{8}){2}$/) as unknown as string,
        expect.stringMatching(/^Job update-deps-1-myorg-service-b(-[0-9a-f]{8}){2}$/) as unknown as string,
      ],
    },
    'an explicit run name: used': {
      props: { run: { name: 'friday', jobs: 'runtime' } },
      want: ['Batch update-deps', 'BatchRun friday'],
    },
    'a name in metadata: instead of the id': {
      props: { metadata: { name: 'other' }, run: { runId: '1', jobs: 'runtime' } },
      want: ['Batch other', 'BatchRun other-1'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => {
    const objects = synthesizeObjects(batchOf(props));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(want);
  });
});

test('a Batch with every field and a BatchRun at run time: golden', () => {
  const yaml = synthesize(
    batchOf({
      metadata: { labels: { team: 'payments' } },
      workspace: 'claude',
      backoffLimit: 2,
      retry: {
        on: [
          { class: 'RateLimit', limit: 5 },
          { class: 'ExitCodes', exitCodes: [3, 9], limit: 1 },
        ],
        backoff: { base: Duration.minutes(1), factor: 3, max: Duration.hours(1) },
      },
      pendingTimeout: Duration.minutes(10),
      activeDeadline: Duration.minutes(30),
      run: { runId: '2026-01', jobs: 'runtime' },
    }),
    { namespace: 'team' },
  );
  expect(yaml).toBe(golden('batch-runtime'));
});

describe('parity: the Jobs and ConfigMaps are those of the planner, whatever the chart adds', () => {
  const workspace = { agentImage: 'agent:v1' };
  const inputs = {
    run: { name: 'update-deps-1', namespace: 'team' },
    batch: { name: 'update-deps', spec: { commonContext: [task], variableContexts: [[serviceA], [serviceB]] } },
    workspace,
  };
  const objects = synthesizeObjects(
    (chart) => {
      const claude = new WorkspaceConstruct(chart, 'claude', workspace);
      new BatchConstruct(chart, 'update-deps', makeProps({ workspace: claude, run: { runId: '1' } }));
    },
    { namespace: 'team', labels: { 'app.kubernetes.io/instance': 'argo' } },
  );
  const plan = planBatchRun({
    ...inputs,
    batch: {
      name: 'update-deps',
      spec: { commonContext: [task], variableContexts: [[serviceA], [serviceB]], workspaceConfigRef: 'claude' },
    },
  });

  test('ConfigMaps and Jobs', () => {
    const planned = [...plan.configMaps, ...plan.tasks.map((one) => one.job())];
    expect(objects.slice(3)).toEqual(JSON.parse(JSON.stringify(planned)));
  });

  test('the plan hash is on the BatchRun', () => {
    expect(objects[2]?.metadata.annotations).toEqual({ [ANNOTATION_PLAN_HASH]: plan.hash });
  });

  test('the plan is that of the Batch as the cluster keeps it, with defaults', () => {
    const planned = (props: Pick<BatchProps, 'commonContext'>) =>
      synthesizeObjects((chart) => {
        new BatchConstruct(chart, 'b', { ...props, variableContexts: [[serviceA]], run: { runId: '1' } });
      }).slice(1);
    expect(planned({})).toEqual(planned({ commonContext: [] }));
  });
});

describe('a run named by its content', () => {
  const nameOf = (props: Partial<SynthesizedBatchProps>) =>
    synthesizeObjects(batchOf({ ...props, run: { suffix: 'content' } })).find(({ kind }) => kind === 'BatchRun')
      ?.metadata;

  test('its name ends in a prefix of the plan hash', () => {
    const metadata = nameOf({});
    const hash = metadata?.annotations?.[ANNOTATION_PLAN_HASH] ?? '';
    expect(metadata?.name).toBe(`update-deps-${hash.slice(0, 10)}`);
  });

  test('another prompt: another name; the same content: the same name', () => {
    const other = nameOf({ commonContext: [Context.file('/workspace/task.md', 'Other.')] });
    expect(other?.name).not.toBe(nameOf({})?.name);
    expect(nameOf({})?.name).toBe(nameOf({})?.name);
  });
});

describe('problems', () => {
  const file = (filePath: string) => Context.file(filePath, 'x');
  const cases: Record<string, { props: Record<string, unknown>; want: string[] }> = {
    'a valid batch: none': { props: { run: { runId: '1' } }, want: [] },
    'an unknown type: the error lists the supported ones': {
      props: { commonContext: [{ type: 'Foo' }] },
      want: [
        'Batch update-deps: spec.commonContext[0].type: Unsupported value: "Foo": supported values: "File", "Repository", "Http", "Command"',
      ],
    },
    'a missing source: required': {
      props: { variableContexts: [[{ type: 'File', file: { filePath: '/a' } } as never]] },
      want: ['Batch update-deps: spec.variableContexts[0][0].file.source: Required value'],
    },
    'two sources: exactly one': {
      props: {
        commonContext: [
          { type: 'File', file: { filePath: '/a', source: { inline: 'x', secretKeyRef: { name: 's', key: 'k' } } } },
        ],
      },
      want: [
        'Batch update-deps: spec.commonContext[0].file.source: Invalid value: give exactly one of inline, configMapKeyRef and secretKeyRef',
      ],
    },
    'two clones in one folder: the error names the other': {
      props: { variableContexts: [[serviceA, serviceA]] },
      want: [
        'Batch update-deps: spec.variableContexts[0][1].repository.path: Invalid value: "service-a": overlaps with the clone at spec.variableContexts[0][0].repository; give another path',
      ],
    },
    'a 70-character run name: no problem, Job names are cut and end in a hash': {
      props: { run: { name: 'r'.repeat(70) } },
      want: [],
    },
    'an invalid run name: at the BatchRun': {
      props: { run: { runId: 'My_Run' } },
      want: [
        `BatchRun update-deps-My_Run: metadata.name: Invalid value: "update-deps-My_Run": must consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit`,
      ],
    },
    'a 2 MB prompt: the error names the limit': {
      props: { commonContext: [Context.file('/a', 'x'.repeat(2_000_000))] },
      want: [
        'Batch update-deps: spec.commonContext[0].file.source.inline: Too long: may not be more than 1048576 bytes',
      ],
    },
    'a run without tasks: the error says what is missing': {
      props: { variableContexts: [], run: { runId: '1' } },
      want: [
        'Batch update-deps: spec.variableContexts: Required value: give one list of contexts per task; without one there is no task',
      ],
    },
    'synthesized Jobs with a WorkspaceConfig that is known only by name: refused': {
      props: { workspace: 'claude', run: { runId: '1' } },
      want: [
        `Batch update-deps: spec.workspaceConfigRef: Invalid value: "claude": no such WorkspaceConfig is known in the run's namespace, and Jobs are planned only from known objects; add it, or set jobs to runtime`,
      ],
    },
    'problems of every kind: all at once': {
      props: {
        backoffLimit: -1,
        commonContext: [{ type: 'Foo' }, file('/kubetask/x')],
        variableContexts: [[serviceA, serviceA]],
        run: { runId: 'X' },
      },
      want: [
        'Batch update-deps: spec.commonContext[0].type: Unsupported value: "Foo": supported values: "File", "Repository", "Http", "Command"',
        'Batch update-deps: spec.backoffLimit: Invalid value: -1: spec.backoffLimit in body should be greater than or equal to 0',
        `BatchRun update-deps-X: metadata.name: Invalid value: "update-deps-X": must consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit`,
        'Batch update-deps: spec.commonContext[1].file.filePath: Invalid value: "/kubetask/x": /kubetask is reserved; choose another folder',
        'Batch update-deps: spec.variableContexts[0][1].repository.path: Invalid value: "service-a": overlaps with the clone at spec.variableContexts[0][0].repository; give another path',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) =>
    expect([...problemsOf(batchOf(props as Partial<BatchProps>))].sort()).toEqual([...want].sort()),
  );

  test('a WorkspaceConfig of another namespace: not the one that the run finds', () => {
    const problems = problemsOf(
      (chart) => {
        const workspace = new WorkspaceConstruct(chart, 'claude', { metadata: { namespace: 'other' } });
        new BatchConstruct(chart, 'b', makeProps({ workspace, run: { runId: '1' } }));
      },
      { namespace: 'team' },
    );
    expect(problems).toEqual([
      `Batch b: spec.workspaceConfigRef: Invalid value: "claude": no such WorkspaceConfig is known in the run's namespace, and Jobs are planned only from known objects; add it, or set jobs to runtime`,
    ]);
  });

  test('the WorkspaceConfig named default, not passed: refused, because a run in the cluster uses it', () => {
    const problems = problemsOf((chart) => {
      new BatchConstruct(chart, 'b', makeProps({ run: { runId: '1' } }));
      new WorkspaceConstruct(chart, 'default');
    });
    expect(problems).toEqual([
      'Batch b: spec.workspaceConfigRef: Required value: pass the WorkspaceConfig named default of this app as workspace; a run in the cluster would use it',
    ]);
  });

  test.each(['other', undefined])(
    'the WorkspaceConfig named default of namespace %s: not the one that the run uses',
    (namespace) => {
      const problems = problemsOf((chart) => {
        new BatchConstruct(chart, 'b', makeProps({ metadata: { namespace: 'team' }, run: { runId: '1' } }));
        new WorkspaceConstruct(chart, 'default', namespace ? { metadata: { namespace } } : {});
      });
      expect(problems).toEqual([]);
    },
  );

  test('a WorkspaceConfig of another name, not passed: not the one that the run uses', () => {
    const problems = problemsOf((chart) => {
      new BatchConstruct(chart, 'b', makeProps({ run: { runId: '1' } }));
      new WorkspaceConstruct(chart, 'claude');
    });
    expect(problems).toEqual([]);
  });
});

test('the construct exposes the names of its objects', () => {
  const names: unknown[] = [];
  synthesize((chart) => {
    const { name, runName } = new BatchConstruct(chart, 'b', makeProps({ run: { runId: '7' } }));
    names.push(name, runName, new BatchConstruct(chart, 'c', makeProps()).runName);
  });
  expect(names).toEqual(['b', 'b-7', undefined]);
});
