import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { AgentPreset, WorkspaceConstruct, type WorkspaceProps } from '../../constructs/index.js';
import { problemsOf, synthesize } from './sample.js';

const cases: Record<string, { props: WorkspaceProps; want: object }> = {
  'a CLI with its usual settings': {
    props: { agent: AgentPreset.geminiCli() },
    want: { agent: { preset: 'gemini-cli' } },
  },
  'a CLI with settings': {
    props: {
      agent: AgentPreset.qwenCode({
        model: 'qwen3-coder',
        permissions: 'all',
        maxTurns: 20,
        rateLimit: { waitSeconds: 5 },
      }),
    },
    want: {
      agent: {
        preset: 'qwen-code',
        model: 'qwen3-coder',
        permissions: 'all',
        maxTurns: 20,
        rateLimit: { waitSeconds: 5 },
      },
    },
  },
  'a CLI that can limit its cost': {
    props: { agent: AgentPreset.claudeCode({ effort: 'high', maxCostUsd: 2.5 }) },
    want: { agent: { preset: 'claude-code', effort: 'high', maxCostUsd: 2.5 } },
  },
  'a CLI whose model can think more or less': {
    props: { agent: AgentPreset.codex({ model: 'gpt-5', effort: 'xhigh' }) },
    want: { agent: { preset: 'codex', model: 'gpt-5', effort: 'xhigh' } },
  },
  'a CLI of GitHub': {
    props: { agent: AgentPreset.copilot({ effort: 'low', permissions: 'read-only' }) },
    want: { agent: { preset: 'copilot', effort: 'low', permissions: 'read-only' } },
  },
  'a CLI with models of any provider': {
    props: { agent: AgentPreset.opencode({ model: 'anthropic/claude-sonnet-4-5', effort: 'max', maxTurns: 9 }) },
    want: { agent: { preset: 'opencode', model: 'anthropic/claude-sonnet-4-5', effort: 'max', maxTurns: 9 } },
  },
  'a CLI that runs every tool': {
    props: { agent: AgentPreset.goose({ permissions: 'all', maxTurns: 5 }) },
    want: { agent: { preset: 'goose', permissions: 'all', maxTurns: 5 } },
  },
  'a CLI that runs no commands': {
    props: { agent: AgentPreset.aider({ effort: 'low' }) },
    want: { agent: { preset: 'aider', effort: 'low' } },
  },
  'a command of the user': {
    props: { agentImage: 'mine:v1', agent: AgentPreset.custom({ silenceSeconds: 60 }), spec: { command: ['run'] } },
    want: { agentImage: 'mine:v1', agent: { preset: 'custom', silenceSeconds: 60 }, command: ['run'] },
  },
};
test.each(Object.entries(cases))('%s', (_, { props, want }) =>
  expect(parse(synthesize((chart) => new WorkspaceConstruct(chart, 'w', props))).spec).toEqual(want),
);

test('what the planner cannot do is a problem of the synthesis', () =>
  expect(
    problemsOf(
      (chart) => new WorkspaceConstruct(chart, 'w', { agent: AgentPreset.geminiCli(), spec: { command: ['x'] } }),
    ),
  ).toEqual([
    'WorkspaceConfig w: spec.command: Forbidden: the preset decides what runs; use spec.agent.extraArgs, or the preset custom to run Gemini CLI in your own way',
  ]));

test('what a CLI cannot do does not compile', () => {
  // @ts-expect-error Gemini CLI cannot limit its cost
  expect(AgentPreset.geminiCli({ maxCostUsd: 1 })).toBeDefined();
});
