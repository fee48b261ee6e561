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
  'a limit of turns that the CLI does not keep': {
    workspace: { agent: { preset: 'codex', maxTurns: 3 } },
    want: ['spec.agent.maxTurns: Forbidden: Codex cannot limit its turns; leave the field out'],
  },
  'limits that the CLI keeps': {
    workspace: { agent: { preset: 'claude-code', maxTurns: 3, maxCostUsd: 1, effort: 'max' } },
    want: [],
  },
  'an effort that the CLI does not take': {
    workspace: { agent: { preset: 'claude-code', effort: 'minimal' } },
    want: ['spec.agent.effort: Invalid value: "minimal": Claude Code takes low, medium, high, xhigh, max'],
  },
  'permissions that are none': {
    workspace: { agent: { preset: 'codex', permissions: 'some' as 'all' } },
    want: ['spec.agent.permissions: Invalid value: "some": Codex can do read-only or edit or all'],
  },
  'a version without an image': { workspace: { agent: { preset: 'gemini-cli', version: '1' } }, want: [] },
  'a preset that is none': {
    workspace: { agent: { preset: 'none' as 'codex' } },
    want: [
      'spec.agent.preset: Invalid value: "none": this version has no such preset; use claude-code, codex, copilot, gemini-cli, opencode, qwen-code, goose, aider, custom',
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
      'spec.agentImage: Required value: the preset custom has no default image; name one with your program and Node.js 20 or later',
      'spec.agent.model: Forbidden: the preset custom runs your own command; write it into spec.command and spec.args',
    ],
  },
};
test.each(['version', 'model', 'effort', 'permissions', 'maxTurns', 'maxCostUsd'])('custom takes no %s', (field) => {
  const agent = { preset: 'custom' as const, [field]: 'x' };
  expect(agentProblems({ agentImage: 'mine:v1', command: ['run'], agent }).map(formatFieldError)).toEqual([
    `spec.agent.${field}: Forbidden: the preset custom runs your own command; write it into spec.command and spec.args`,
  ]);
});

test.each([{ preset: 'codex' as const, maxTurns: 1 }, { preset: 'custom' as const }, { preset: 'none' as 'codex' }])(
  'what is wrong with %j is of the WorkspaceConfig',
  (agent) => expect(new Set(agentProblems({ agent }).map(({ owner }) => owner))).toEqual(new Set(['workspace'])),
);

test.each(Object.entries(cases))('%s', (_, { workspace, want }) =>
  expect(agentProblems(workspace).map(formatFieldError)).toEqual(want),
);
