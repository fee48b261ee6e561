// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are templates of ours
import { describe, expect, test } from '@jest/globals';
import type { Batch, BatchRun, BatchSpec, Context, Param, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { resolveBatchRun } from '../../../plan/batch-run/resolve.js';
import { formatProblem } from '../../../plan/problem.js';
import { writtenTexts } from '../sample.js';

const apiVersion = 'kubetask.io/v1alpha1';
const template = (inline: string): Context => ({
  type: 'File',
  file: { filePath: '/workspace/task.md', source: { inline, template: true } },
});
const text = (inline: string): Context => ({
  type: 'File',
  file: { filePath: '/workspace/rules.md', source: { inline } },
});
const repository = (repo: string, rest = {}): Context => ({
  type: 'Repository',
  repository: { org: 'myorg', repo, branch: 'main', ...rest },
});
const urlOf = (url: string): Context => ({ type: 'Repository', repository: { url } });

interface Case {
  spec: BatchSpec;
  params?: Param[];
  workspace?: WorkspaceConfigSpec;
}

function resolved({ spec, params, workspace }: Case) {
  const metadata = { name: 'deps', namespace: 'team' };
  const batch = { apiVersion, kind: 'Batch', metadata, spec } as Batch;
  const run = {
    apiVersion,
    kind: 'BatchRun',
    metadata: { ...metadata, name: 'deps-1' },
    spec: { batchRef: 'deps', ...(params ? { params } : {}) },
  } as BatchRun;
  return resolveBatchRun({
    run,
    batch,
    workspace: {
      apiVersion,
      kind: 'WorkspaceConfig',
      metadata: { ...metadata, name: 'default' },
      spec: workspace ?? {},
    },
  });
}

function plan(one: Case) {
  const resolution = resolved(one);
  if (resolution.kind !== 'Resolved') throw new Error(JSON.stringify(resolution));
  return planBatchRun(resolution.inputs);
}

function problems(one: Case): string[] {
  const resolution = resolved(one);
  return resolution.kind === 'Invalid' ? resolution.problems.map(formatProblem) : [resolution.kind];
}

const textsIn = (objects: readonly KubernetesObject[]) => writtenTexts(objects).flat();
/** All texts of a plan, of the run and of its tasks. */
const textsOf = (one: Case) => {
  const { configMaps, tasks } = plan(one);
  return textsIn([...configMaps, ...tasks.flatMap((task) => task.texts())]);
};
const keysOf = (one: Case) => plan(one).tasks.map((task) => task.identity().key);

describe('values', () => {
  const params = [{ name: 'ticket', default: 'ABC-1' }];
  const cases: Record<string, Case & { want: string[] }> = {
    'of the repository of each task': {
      spec: {
        commonContext: [template('${repository.org}/${repository.repo} ${repository.branch}')],
        variableContexts: [[repository('a')], [repository('b', { branch: 'dev' })]],
      },
      want: ['myorg/a main', 'myorg/b dev'],
    },
    'of a URL: groups in groups': {
      spec: {
        variableContexts: [
          [urlOf('https://gitlab.com/team/services/api.git'), template('${repository.org} ${repository.repo}')],
          [urlOf('git@git.example.com:infra/web'), template('${repository.org} ${repository.repo}')],
        ],
      },
      want: ['team/services api', 'infra web'],
    },
    'of the task: its own repository before one that all have': {
      spec: {
        commonContext: [
          repository('rules', { path: 'rules' }),
          template('${repository.repo} ${task.name} ${task.index}'),
        ],
        variableContexts: [[repository('a')], [repository('b')]],
      },
      want: ['a myorg/a 0', 'b myorg/b 1'],
    },
    'of a task with a name': {
      spec: {
        commonContext: [template('${task.name}')],
        tasks: [{ name: 'first', contexts: [repository('a')] }, { contexts: [repository('b')] }],
      },
      want: ['first', 'myorg-b'],
    },
    'a default of a parameter': {
      spec: { params, variableContexts: [[template('see ${params.ticket}')]] },
      want: ['see ABC-1'],
    },
    'the value of the run before the default': {
      spec: { params, variableContexts: [[template('see ${params.ticket}')]] },
      params: [{ name: 'ticket', value: '${task.name} $& XYZ' }],
      want: ['see ${task.name} $& XYZ'],
    },
    'a text that is no template: as it is': {
      spec: { variableContexts: [[text('echo ${HOME}')]] },
      want: ['echo ${HOME}'],
    },
    'a template without references, and an escape': {
      spec: { variableContexts: [[template('echo $${HOME}')]] },
      want: ['echo ${HOME}'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { want, ...one }) => {
    expect(textsOf(one)).toEqual(want);
  });

  test('what all tasks share stays one text, beside the template of each', () => {
    const spec = {
      commonContext: [template('${repository.repo}'), text('the rules')],
      tasks: [{ contexts: [repository('a')] }, { contexts: [repository('b')] }],
    };
    const { configMaps, tasks } = plan({ spec });
    expect(textsIn(configMaps)).toEqual(['the rules']);
    expect(tasks.map((task) => textsIn(task.texts()))).toEqual([['a'], ['b']]);
  });

  test('the parts of one file keep their order', () => {
    const spec = {
      commonContext: [template('${repository.repo}'), text('rules')],
      variableContexts: [[repository('a')]],
    };
    const plain = { commonContext: [{ ...text('a') }, text('rules')], variableContexts: [[repository('a')]] };
    const pathsOf = (one: BatchSpec) => JSON.stringify(plan({ spec: one }).tasks[0]?.job()).match(/(task|rules)\.md/g);
    expect(pathsOf(spec)?.length).toBe(2 * (pathsOf(plain)?.length ?? 0));
  });
});

describe('task keys', () => {
  const params = [
    { name: 'ticket', default: 'ABC-1' },
    { name: 'other', default: '' },
  ];
  const spec: BatchSpec = {
    params,
    variableContexts: [[repository('a'), template('${repository.repo} ${params.ticket}')]],
  };

  test('a template counts as the text that the agent gets', () => {
    const written = { type: 'File' as const, file: { filePath: '/workspace/task.md', source: { inline: 'a ABC-1' } } };
    expect(keysOf({ spec })).toEqual(keysOf({ spec: { variableContexts: [[repository('a'), written]] } }));
  });

  test('another value: another key, another plan; a value that no text names: the same key', () => {
    const value = (name: string) => ({ spec, params: [{ name, value: 'x' }] });
    expect(keysOf(value('ticket'))).not.toEqual(keysOf({ spec }));
    expect(keysOf(value('other'))).toEqual(keysOf({ spec }));
    expect(plan(value('ticket')).hash).not.toBe(plan({ spec }).hash);
  });

  test('the value that is the default: the same plan', () => {
    expect(plan({ spec, params: [{ name: 'ticket', value: 'ABC-1' }] }).hash).toBe(plan({ spec }).hash);
  });

  test('a template in commonContext: what tasks share is hashed as before', () => {
    const shared = (...first: Context[]) => ({
      spec: { commonContext: [...first, text('rules')], variableContexts: [[repository('a')], [repository('b')]] },
    });
    const written = { type: 'File' as const, file: { filePath: '/workspace/task.md', source: { inline: 'hello' } } };
    expect(keysOf(shared(template('hello')))).toEqual(keysOf(shared(written)));
  });
});

describe('problems: one line with line and column within the text', () => {
  const ofText = (inline: string, rest: Partial<BatchSpec> = {}): Case => ({
    spec: { variableContexts: [[repository('a'), template(inline)]], ...rest },
  });
  const at = 'Batch deps: spec.variableContexts[0][1].file.source.inline: Invalid value: ';
  const cases: Record<string, Case & { want: string[] }> = {
    'a misspelt name': {
      ...ofText('one\ntwo ${repository.rep}'),
      want: [
        `${at}"\${repository.rep}": line 2, column 5: there is no such name; did you mean repository.repo? write $\${ for the text \${`,
      ],
    },
    'a variable of a shell': {
      ...ofText('${HOME}'),
      want: [
        `${at}"\${HOME}": line 1, column 1: there is no such name; there are repository.org, repository.repo, repository.branch, task.name, task.index; write $\${ for the text \${`,
      ],
    },
    'a parameter that is not declared': {
      ...ofText('${params.tickt}', { params: [{ name: 'ticket', default: '' }] }),
      want: [
        `${at}"\${params.tickt}": line 1, column 1: the Batch declares no such parameter; did you mean params.ticket? write $\${ for the text \${`,
      ],
    },
    'no branch': {
      spec: { variableContexts: [[urlOf('https://x.org/o/r'), template('${repository.branch}')]] },
      want: [
        `${at}"\${repository.branch}": line 1, column 1: the repository of the task has no branch; give it one; tasks: variableContexts[0] (o/r)`,
      ],
    },
    'no repository': {
      spec: { variableContexts: [[template('${repository.repo}')]] },
      want: [
        'Batch deps: spec.variableContexts[0][0].file.source.inline: Invalid value: "${repository.repo}": line 1, column 1: the task has no repository; tasks: variableContexts[0] (task-0)',
      ],
    },
    'the index of a task with a name': {
      spec: { tasks: [{ contexts: [template('${task.index}')] }] },
      want: [
        'Batch deps: spec.tasks[0].contexts[0].file.source.inline: Invalid value: "${task.index}": line 1, column 1: tasks with names have no index, because another task would change it; use ${task.name}',
      ],
    },
    'one template of many tasks: once': {
      spec: { commonContext: [template('${nothing}')], variableContexts: [[repository('a')], [repository('b')]] },
      want: [
        'Batch deps: spec.commonContext[0].file.source.inline: Invalid value: "${nothing}": line 1, column 1: there is no such name; there are repository.org, repository.repo, repository.branch, task.name, task.index; write $${ for the text ${',
      ],
    },
    'one template that some tasks cannot use: once, with their places and repositories': {
      spec: {
        commonContext: [template('${repository.branch}')],
        tasks: [
          { contexts: [urlOf('https://x.org/o/a')] },
          { contexts: [repository('b')] },
          { name: 'c', contexts: [urlOf('https://x.org/o/c')] },
          { contexts: [urlOf('https://x.org/o/d')] },
          { contexts: [urlOf('https://x.org/o/e')] },
          { contexts: [urlOf('https://x.org/o/f')] },
        ],
      },
      want: [
        'Batch deps: spec.commonContext[0].file.source.inline: Invalid value: "${repository.branch}": line 1, column 1: the repository of the task has no branch; give it one; tasks: tasks[0] (o/a), tasks[2] (c), tasks[3] (o/d) and 2 more',
      ],
    },
    'a template that is not in the Batch': {
      spec: {
        variableContexts: [
          [
            {
              type: 'File',
              file: { filePath: '/a', source: { template: true, configMapKeyRef: { name: 'c', key: 'k' } } },
            },
          ],
        ],
      },
      want: [
        'Batch deps: spec.variableContexts[0][0].file.source.template: Forbidden: only a text in inline can be a template',
      ],
    },
    'a template in the WorkspaceConfig': {
      spec: { variableContexts: [[repository('a')]] },
      workspace: { defaultContexts: [template('${task.name}')] },
      want: [
        'WorkspaceConfig default: spec.defaultContexts[0].file.source.template: Forbidden: only the contexts of a Batch can be templates; write the text as it is',
      ],
    },
    'a parameter without a value': {
      ...ofText('${params.ticket}', { params: [{ name: 'ticket' }] }),
      want: ['BatchRun deps-1: spec.params: Required value: give a value for ticket, which has no default'],
    },
    'a value without a parameter': {
      ...ofText('x'),
      params: [{ name: 'ticket', value: 'x' }],
      want: ['BatchRun deps-1: spec.params[0].name: Forbidden: the Batch declares no parameters'],
    },
    'a value of another parameter': {
      ...ofText('x', { params: [{ name: 'ticket', default: '' }] }),
      params: [{ name: 'tickt', value: 'x' }],
      want: ['BatchRun deps-1: spec.params[0].name: Unsupported value: "tickt": supported values: "ticket"'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { want, ...one }) => {
    expect(problems(one)).toEqual(want);
  });
});
