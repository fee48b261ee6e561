import { expect, test } from '@jest/globals';
import { labelSelector } from '../../api-server/selectors/label-selector.js';

const labels = { app: 'web', tier: 'front', size: '5' };

const cases: Record<string, { selector: string; want: boolean }> = {
  'empty: everything': { selector: '', want: true },
  'equal: holds': { selector: 'app=web', want: true },
  'equal with two signs: holds': { selector: 'app==web', want: true },
  'another value: does not hold': { selector: 'app=api', want: false },
  'unequal to a label that is absent: holds': { selector: 'x!=y', want: true },
  'in a set: holds': { selector: 'app in (api, web)', want: true },
  'in a set, label absent: does not hold': { selector: 'x in (y)', want: false },
  'not in a set, label absent: holds': { selector: 'x notin (y)', want: true },
  'exists: holds': { selector: 'app', want: true },
  'does not exist: holds': { selector: '!x', want: true },
  'greater: compares numbers': { selector: 'size>4', want: true },
  'several: all must hold': { selector: 'app in (web,api),tier=front,!x', want: true },
  'several, one fails: does not hold': { selector: 'app=web,tier=back', want: false },
};

test.each(Object.entries(cases))('%s', (_, { selector, want }) => {
  expect(labelSelector(selector)(labels)).toBe(want);
});

test('a selector that cannot be read: refused', () => {
  expect(() => labelSelector('a=b=c')).toThrow('unable to parse requirement');
});
