import { describe, expect, test } from '@jest/globals';
import { referencesIn, replaceIn } from '../../tekton/variables.js';

const variables = new Map<string, string | readonly string[]>([
  ['params.url', 'https://host/$(params.list)'],
  ['params.a.b', 'dotted'],
  ['params.list', ['x', 'y z']],
  ['tasks.pull.results.commit', 'abc'],
]);

const cases: Record<string, { value: unknown; want: unknown }> = {
  'a param, in a text: replaced, and what it holds is left alone': {
    value: 'get $(params.url)!',
    want: 'get https://host/$(params.list)!',
  },
  'in brackets: the same': { value: `$(params["url"]) $(params['a.b'])`, want: 'https://host/$(params.list) dotted' },
  'a result of another task: replaced': { value: '$(tasks.pull.results.commit)', want: 'abc' },
  'a list as an item of a list: its items': { value: ['-', '$(params.list[*])'], want: ['-', 'x', 'y z'] },
  'one item of a list: that item': { value: '$(params.list[1])', want: 'y z' },
  'an item that is not there: stays': { value: '$(params.list[2])', want: '$(params.list[2])' },
  'a variable of the kubelet, a command of the shell: stay': { value: '$(HOME) $(date)', want: '$(HOME) $(date)' },
  'deep inside an object: replaced': {
    value: { env: [{ name: 'A', value: '$(params.a.b)' }], tty: true, n: null },
    want: { env: [{ name: 'A', value: 'dotted' }], tty: true, n: null },
  },
};

describe('replaceIn', () => {
  test.each(Object.entries(cases))('%s', (_, { value, want }) => {
    expect(replaceIn(value, variables)).toEqual(want);
  });
});

test('referencesIn: every reference once, in its plain spelling', () => {
  const value = ['$(params["a"]) $(params.a) $(workspaces.w.path)', { deep: '$(tasks.t.results.r[*]) $(ls)' }];
  expect(referencesIn(value)).toEqual(['params.a', 'workspaces.w.path', 'tasks.t.results.r[*]']);
});
