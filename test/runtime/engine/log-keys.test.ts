import { expect, test } from '@jest/globals';
import { logKeys } from '../../../runtime/engine/log-keys.js';

const cases: Record<string, { field?: string; want: object }> = {
  'a run': { want: { namespace: 'team', run: 'x' } },
  'an object of another kind': { field: 'agent', want: { namespace: 'team', agent: 'x' } },
};

test.each(Object.entries(cases))('%s', (_, { field, want }) => expect(logKeys('team/x', field)).toEqual(want));
