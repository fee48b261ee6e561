import { expect, test } from '@jest/globals';
import { logKeys } from '../../../runtime/engine/log-keys.js';

const cases: Record<string, { kind: string; want: object }> = {
  'a run': { kind: 'BatchRun', want: { namespace: 'team', run: 'x' } },
  "a run, by its controller's name": { kind: 'task-run', want: { namespace: 'team', run: 'x' } },
  'an Agent': { kind: 'Agent', want: { namespace: 'team', agent: 'x' } },
  "an AgentBuild, by its controller's name": { kind: 'agent-build', want: { namespace: 'team', build: 'x' } },
};

test.each(Object.entries(cases))('%s', (_, { kind, want }) => expect(logKeys('team/x', kind)).toEqual(want));
