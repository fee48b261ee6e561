import { expect, test } from '@jest/globals';
import type { WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { agentProblems } from '../../../plan/agent-preset/problems.js';

const cases: Record<string, { workspace: WorkspaceConfigSpec; want: string[] }> = {
  'no agent': { workspace: { command: ['run'] }, want: [] },
  'a preset': { workspace: { agent: { preset: 'gemini-cli', model: 'm', maxTurns: 3, permissions: 'all' } }, want: [] },
  'an image of the user': { workspace: { agentImage: 'mine:v1', agent: { preset: 'gemini-cli' } }, want: [] },
  'a command beside a preset': {
    workspace: { command: ['run'], args: ['x'], agent: { preset: 'gemini-cli' } },
    want: ['spec.command', 'spec.args'].map(
      (path) =>
        `${path}: Forbidden: the preset decides what runs; use spec.agent.extraArgs, or the preset custom to run Gemini CLI in your own way`,
    ),
  },
  'a version beside an image': {
    workspace: { agentImage: 'mine:v1', agent: { preset: 'gemini-cli', version: '1' } },
    want: ['spec.agent.version: Forbidden: agentImage decides the version of the CLI; leave one of the two out'],
  },
  'what the CLI cannot do': {
    workspace: { agent: { preset: 'gemini-cli', effort: 'high', maxCostUsd: 1 } },
    want: [
      'spec.agent.effort: Forbidden: Gemini CLI cannot change how much its model thinks; leave the field out',
      'spec.agent.maxCostUsd: Forbidden: Gemini CLI cannot limit its cost; leave the field out',
    ],
  },
  'custom: a command in an image': {
    workspace: { agentImage: 'mine:v1', command: ['run'], agent: { preset: 'custom' } },
    want: [],
  },
  'custom without a command and an image': {
    workspace: { agent: { preset: 'custom', model: 'm' } },
    want: [
      'spec.command: Required value: the preset custom runs it; the wrapper cannot know the entrypoint of an image',
      'spec.agentImage: Required value: the preset custom has no image of its own; name one with your program and Node.js 20 or later',
      'spec.agent.model: Forbidden: the preset custom runs your own command; write it into spec.command and spec.args',
    ],
  },
};
test.each(Object.entries(cases))('%s', (_, { workspace, want }) =>
  expect(agentProblems(workspace).map(formatFieldError)).toEqual(want),
);
