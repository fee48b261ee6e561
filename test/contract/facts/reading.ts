import { expect } from '@jest/globals';
import { type Facts, invalid, listOf, refusal } from '../fact.js';
import { makeBatch, makeConfigMap, makeJob, makePod, makeRun, makeTaskRun, makeWorkspace } from '../objects.js';
import { asTable, merge, type Request } from '../world.js';

const labelled = (name: string, labels: object): Request => ['POST', 'batches', makeBatch(name, {}, { labels })];
const three = [labelled('a', { app: 'x' }), labelled('b', { app: 'y', tier: '1' }), labelled('c', {})];
const select = (labelSelector: string): Request => [
  'GET',
  `batches?labelSelector=${encodeURIComponent(labelSelector)}`,
];

/** Every column, including wide ones, and the cells of the only row. */
const table = (columns: readonly string[], cells: readonly unknown[]) => ({
  code: 200,
  body: { kind: 'Table', columnDefinitions: columns.map((name) => ({ name })), rows: [{ cells }] },
});
const age = expect.stringMatching(/^\d+s$/);
const runColumns = ['Name', 'Template', 'Phase', 'Completions', 'Running', 'Failed', 'Reason', 'Age'];

/** Lists, selectors and tables. */
export const reading: Facts = {
  'a list: sorted by name': {
    given: three,
    when: ['GET', 'batches'],
    want: { code: 200, body: { kind: 'BatchList', ...listOf('a', 'b', 'c') } },
  },
  'a built-in list: sorted by name, items without kind': {
    given: [
      ['POST', 'configmaps', makeConfigMap('z', {}, { labels: { a: '' } })],
      ['POST', 'configmaps', makeConfigMap('b', {}, { labels: { a: '' } })],
    ],
    when: ['GET', 'configmaps?labelSelector=a'],
    want: { code: 200, body: { kind: 'ConfigMapList', ...listOf('b', 'z') } },
    lacks: ['items[0].kind', 'items[0].apiVersion'],
  },
  'equality: objects with the value': { given: three, when: select('app=x'), want: { code: 200, body: listOf('a') } },
  'inequality: also objects without the label': {
    given: three,
    when: select('app!=x'),
    want: { code: 200, body: listOf('b', 'c') },
  },
  'existence: objects with the label': {
    given: three,
    when: select('app'),
    want: { code: 200, body: listOf('a', 'b') },
  },
  'absence: objects without the label': { given: three, when: select('!app'), want: { code: 200, body: listOf('c') } },
  'in: objects with one of the values': {
    given: three,
    when: select('app in (x,y)'),
    want: { code: 200, body: listOf('a', 'b') },
  },
  'notin: also objects without the label': {
    given: three,
    when: select('app notin (x)'),
    want: { code: 200, body: listOf('b', 'c') },
  },
  'two requirements: both hold': { given: three, when: select('app,tier=1'), want: { code: 200, body: listOf('b') } },
  'metadata.name: that object': {
    given: three,
    when: ['GET', 'batches?fieldSelector=metadata.name%3Db'],
    want: { code: 200, body: listOf('b') },
  },
  'metadata.name unequal: the others': {
    given: three,
    when: ['GET', 'batches?fieldSelector=metadata.name!%3Db'],
    want: { code: 200, body: listOf('a', 'c') },
  },
  'status.phase: Pods in that phase': {
    given: [['POST', 'pods', makePod('p')]],
    when: ['GET', 'pods?fieldSelector=status.phase%3DPending'],
    want: { code: 200, body: listOf('p') },
  },
  'a limit: a page, and remainingItemCount': {
    given: three,
    when: ['GET', 'batches?limit=2'],
    want: {
      code: 200,
      body: { ...listOf('a', 'b'), metadata: { continue: expect.any(String), remainingItemCount: 1 } },
    },
  },
  'a limit with a selector: no remainingItemCount': {
    given: three,
    when: ['GET', 'batches?limit=1&labelSelector=app'],
    want: {
      code: 200,
      body: { ...listOf('a'), metadata: { continue: expect.any(String) } },
    },
    lacks: ['metadata.remainingItemCount'],
  },
  'any version: a list': {
    given: three,
    when: ['GET', 'batches?resourceVersion=0'],
    want: { code: 200, body: listOf('a', 'b', 'c') },
  },
  'the exact version without a number: refused': {
    when: ['GET', 'batches?resourceVersionMatch=Exact'],
    want: invalid(
      'ListOptions.meta.k8s.io ""',
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ),
  },
  'a Batch as a row': {
    given: [['POST', 'batches', makeBatch('b', { workspaceConfigRef: 'w' })]],
    when: ['GET', 'batches', undefined, asTable],
    want: table(['Name', 'Workspace', 'Age'], ['b', 'w', age]),
  },
  'a BatchRun as a row': {
    given: [
      ['POST', 'batchruns', makeRun('r')],
      [
        'PATCH',
        'batchruns/r/status',
        {
          status: {
            phase: 'Running',
            completions: '1/3',
            progress: { total: 3, completed: 1, running: 2, failed: 0, pending: 0 },
          },
        },
        merge,
      ],
    ],
    when: ['GET', 'batchruns/r', undefined, asTable],
    want: table(runColumns, ['r', 'update', 'Running', '1/3', 2, 0, null, age]),
  },
  'a new BatchRun as a row': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['GET', 'batchruns/r', undefined, asTable],
    want: table(runColumns, ['r', 'update', 'Pending', null, null, null, null, age]),
  },
  'a TaskRun as a row': {
    given: [['POST', 'taskruns', makeTaskRun('r')]],
    when: ['GET', 'taskruns', undefined, asTable],
    want: table(
      ['Name', 'Template', 'Phase', 'Completions', 'Reason', 'Pod', 'Age'],
      ['r', 'hello', 'Pending', null, null, null, age],
    ),
  },
  'a WorkspaceConfig as a row': {
    given: [['POST', 'workspaceconfigs', makeWorkspace('w', { agentImage: 'i' })]],
    when: ['GET', 'workspaceconfigs', undefined, asTable],
    want: table(['Name', 'Image', 'Age'], ['w', 'i', age]),
  },
  'a Job as a row': {
    given: [['POST', 'jobs', makeJob('j')]],
    when: ['GET', 'jobs/j', undefined, asTable],
    want: table(
      ['Name', 'Status', 'Completions', 'Duration', 'Age', 'Containers', 'Images', 'Selector'],
      ['j', expect.any(String), '0/1', '', age, 'main', 'busybox:1', expect.stringContaining('controller-uid=')],
    ),
  },
  'a Pod as a row': {
    given: [['POST', 'pods', makePod('p')]],
    when: ['GET', 'pods/p', undefined, asTable],
    want: table(
      ['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP', 'Node', 'Nominated Node', 'Readiness Gates'],
      ['p', '0/1', 'Pending', '0', age, '<none>', '<none>', '<none>', '<none>'],
    ),
  },
  'a ConfigMap as a row': {
    given: [['POST', 'configmaps', makeConfigMap('c', { a: '1', b: '2' })]],
    when: ['GET', 'configmaps/c', undefined, asTable],
    want: table(['Name', 'Data', 'Age'], ['c', 2, age]),
  },
  'an absent object as a row: a Status': {
    when: ['GET', 'batchruns/r', undefined, asTable],
    want: refusal(404, 'NotFound', 'batchruns.kubetask.io "r" not found'),
  },
};
