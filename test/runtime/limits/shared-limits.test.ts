import { expect, test } from '@jest/globals';
import type { WorkspaceConfig } from '../../../api/generated/kinds.js';
import { SharedLimits } from '../../../runtime/limits/shared-limits.js';
import { makeWorkspace } from '../batch-run/world.js';

const workspace = (limitKey: string, limit: number, namespace = 'team'): WorkspaceConfig => {
  const { metadata, ...rest } = makeWorkspace({ concurrency: { limitKey, limit } });
  return { ...rest, metadata: { ...metadata, namespace } };
};

const cases: Record<string, { workspaces: WorkspaceConfig[]; want: number }> = {
  'one names the key: its limit': { workspaces: [workspace('claude', 3)], want: 3 },
  'several name the key: the lowest': {
    workspaces: [workspace('claude', 5), workspace('claude', 2), workspace('claude', 9)],
    want: 2,
  },
  'others name another key: their limits do not count': {
    workspaces: [workspace('claude', 5), workspace('gemini', 1)],
    want: 5,
  },
  'another namespace names the key: its limit does not count': {
    workspaces: [workspace('claude', 5), workspace('claude', 1, 'other')],
    want: 5,
  },
  'nobody names the key: no limit': { workspaces: [], want: Number.POSITIVE_INFINITY },
};

test.each(Object.entries(cases))('%s', (_situation, { workspaces, want }) => {
  expect(new SharedLimits([], { all: () => workspaces }).sizeOf('team/claude')).toBe(want);
});
