import { expect, test } from '@jest/globals';
import { type AgentResult, agentResult } from '../../../runtime/pod/agent-result.js';

const remark = 'result.json is not a JSON object of at most 4096 bytes';

const cases: Record<string, { message: string | undefined; want: AgentResult }> = {
  'no message: no result': { message: undefined, want: {} },
  'blank message: no result': { message: ' \n', want: {} },
  'every known field: kept': {
    message: '{"summary":"s","pr":"p","branch":"b","commit":"c","costUsd":1.5,"tokens":12,"verdict":"changed"}',
    want: { result: { summary: 's', pr: 'p', branch: 'b', commit: 'c', costUsd: 1.5, tokens: 12, verdict: 'changed' } },
  },
  'unknown fields: left out': { message: '{"summary":"s","secret":"x"}', want: { result: { summary: 's' } } },
  'only unknown fields: no result': { message: '{"x":1}', want: {} },
  'wrong types: left out': {
    message: '{"summary":1,"tokens":1.5,"costUsd":"2","branch":null,"pr":["p"],"commit":"c"}',
    want: { result: { commit: 'c' } },
  },
  'long summary: cut to the schema': {
    message: JSON.stringify({ summary: 'é'.repeat(600) }),
    want: { result: { summary: `${'é'.repeat(511)}…` } },
  },
  'branch too long for the schema: left out': {
    message: JSON.stringify({ branch: 'b'.repeat(256), commit: 'c' }),
    want: { result: { commit: 'c' } },
  },
  'plain text: a remark': { message: 'done', want: { remark } },
  'a list: a remark': { message: '[{"summary":"s"}]', want: { remark } },
  'null: a remark': { message: 'null', want: { remark } },
  'cut off at 4 KB: a remark': { message: '{"summary":"s', want: { remark } },
  'a key of the prototype: no result': { message: '{"__proto__":{"summary":"s"}}', want: {} },
};

test.each(Object.entries(cases))('%s', (_, { message, want }) => {
  expect(agentResult(message)).toEqual(want);
});
