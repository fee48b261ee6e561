import { expect, test } from '@jest/globals';
import { duration } from '../../../kubernetes-conventions/age.js';
import { jsonPath } from '../../../kubernetes-conventions/json-path.js';
import {
  configMaps,
  definitions,
  jobs,
  makeApi,
  makeConfigMap,
  makeJob,
  makePod,
  makeWidget,
  pods,
  widgetDefinition,
  widgets,
} from './api-under-test.js';

const ages: Record<string, { seconds: number; want: string }> = {
  'a moment: 0s': { seconds: 0, want: '0s' },
  'under two minutes: seconds': { seconds: 119, want: '119s' },
  'minutes and seconds: both': { seconds: 192, want: '3m12s' },
  'whole minutes: no seconds': { seconds: 180, want: '3m' },
  'an hour: minutes': { seconds: 3600, want: '60m' },
  'hours and minutes: both': { seconds: 5 * 3600 + 300, want: '5h5m' },
  'a day: hours': { seconds: 26 * 3600, want: '26h' },
  'days and hours: both': { seconds: 3 * 86400 + 7200, want: '3d2h' },
  'a month: days': { seconds: 30 * 86400, want: '30d' },
};

test.each(Object.entries(ages))('%s', (_, { seconds, want }) => {
  expect(duration(seconds * 1000)).toBe(want);
});

const object = {
  a: { b: 1, 'c.d': 2 },
  list: [
    { type: 'Ready', status: 'True' },
    { type: 'Other', status: 'False' },
  ],
};
const paths: Record<string, { path: string; want: readonly unknown[] }> = {
  'a field: its value': { path: '.a.b', want: [1] },
  'an escaped dot: part of the name': { path: '.a.c\\.d', want: [2] },
  'a quoted name: the same': { path: ".a['c.d']", want: [2] },
  'an index: that item': { path: '.list[1].type', want: ['Other'] },
  'a star: every item': { path: '.list[*].type', want: ['Ready', 'Other'] },
  'a filter: the items that match': { path: '.list[?(@.type=="Ready")].status', want: ['True'] },
  'nothing there: nothing': { path: '.x.y', want: [] },
};

test.each(Object.entries(paths))('%s', (_, { path, want }) => {
  expect(jsonPath(path)(object)).toEqual(want);
});

interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[] | null;
  readonly rows: readonly { readonly cells: readonly unknown[] }[];
}

const asTable = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
const status = {
  status: {
    containerStatuses: [
      { name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } },
    ],
  },
};
const complete = {
  status: {
    succeeded: 1,
    startTime: '2025-12-31T23:59:00Z',
    completionTime: '2025-12-31T23:59:30Z',
    conditions: [{ type: 'Complete', status: 'True' }],
  },
};
const merge = { type: 'application/merge-patch+json' };

const tables: Record<string, { path: string; object: object; status?: object; want: readonly unknown[] }> = {
  'a ConfigMap: name, entries, age': {
    path: configMaps,
    object: makeConfigMap('a', { data: { k: 'v' } }),
    want: ['a', 1, '0s'],
  },
  'a Pod that cannot pull: the reason': {
    path: pods,
    object: makePod('a'),
    status,
    want: ['a', '0/1', 'ImagePullBackOff', '0', '0s'],
  },
  'a complete Job: how long it took': {
    path: jobs,
    object: makeJob('a'),
    status: complete,
    want: ['a', 'Complete', '1/1', '30s', '0s'],
  },
  'a custom resource: its own columns': { path: widgets, object: makeWidget('a'), want: ['a', 'File', '0s'] },
};

test.each(Object.entries(tables))('%s', async (_, { path, object: body, status: reported, want }) => {
  const server = makeApi();
  await server.send('POST', definitions, widgetDefinition);
  await server.send('POST', path, body);
  await server.send('PATCH', `${path}/a/status`, reported ?? {}, merge);
  const { body: table } = await server.send<Table>('GET', path, undefined, asTable);
  const shown = table.columnDefinitions?.filter(({ priority }) => priority === 0).length;
  expect(table.rows.map(({ cells }) => cells.slice(0, shown))).toEqual([want]);
});

interface TableEvent {
  readonly type: string;
  readonly object: Table;
}

const watched: Record<string, { path: string; object: (name: string) => object }> = {
  'of a built-in kind': { path: configMaps, object: makeConfigMap },
  'of Pods': { path: pods, object: makePod },
  'of Jobs': { path: jobs, object: makeJob },
  'of a custom kind': { path: widgets, object: makeWidget },
};

test.each(Object.entries(watched))(
  'a watch %s: ages at the time of each row, titles in the first table',
  async (_, { path, object: make }) => {
    const server = makeApi();
    await server.send('POST', definitions, widgetDefinition);
    await server.send('POST', path, make('a'));
    const next = await server.watch<TableEvent>(`${path}?watch=1`, asTable);
    const first = await next();
    await server.clock.advance(30);
    await server.send('POST', path, make('b'));
    const created = await next();
    await server.clock.advance(12);
    await server.send('PATCH', `${path}/a`, { metadata: { labels: { touched: 'yes' } } }, merge);
    const age = first?.object.columnDefinitions?.findIndex(({ name }) => name === 'Age') ?? -1;
    const changed = await next();
    expect([first, created, changed].map((event) => event?.object.rows[0]?.cells[age])).toEqual(['0s', '0s', '42s']);
    expect([first, created].map((event) => event?.object.columnDefinitions === null)).toEqual([false, true]);
  },
);
