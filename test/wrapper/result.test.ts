import { describe, expect, test } from '@jest/globals';
import type { AgentFacts } from '../../plan/agent-preset/stream.js';
import type { Conclusion } from '../../wrapper/conclusion.js';
import { MOST_RESULT_BYTES, resultText } from '../../wrapper/result.js';

interface Case {
  readonly conclusion?: Conclusion;
  readonly facts?: AgentFacts;
  /** What the agent wrote. */
  readonly own?: string;
  readonly want: object;
}
const result = ({ conclusion = { exitCode: 0 }, facts = {}, own }: Omit<Case, 'want'>) =>
  resultText(conclusion, facts, 3.4, own === undefined ? undefined : { text: own, bytes: Buffer.byteLength(own) });

const cases: Record<string, Case> = {
  'nothing is known': { want: { durationSeconds: 3 } },
  'what the CLI says': {
    facts: {
      tokens: { input: 5, output: 2, cached: 1 },
      turns: 2,
      model: 'm',
      costUsd: 0.5,
      sessionId: 's',
      summary: 'Did it.',
    },
    want: {
      summary: 'Did it.',
      tokens: { input: 5, output: 2, cached: 1, total: 7 },
      turns: 2,
      costUsd: 0.5,
      model: 'm',
      sessionId: 's',
      durationSeconds: 3,
    },
  },
  'why it failed, and when to come back': {
    conclusion: { exitCode: 75, error: 'too\nmany', retryAfterSeconds: 120 },
    want: { durationSeconds: 3, retryAfter: 120, error: 'too many' },
  },
  'fields of the agent are its claims': {
    own: '{"pr":"https://example.org/1","verdict":"changed"}',
    want: { pr: 'https://example.org/1', verdict: 'changed', durationSeconds: 3, claims: ['pr', 'verdict'] },
  },
  "the agent's own summary counts, and is a claim": {
    facts: { summary: 'ok' },
    own: '{"summary":"Mine"}',
    want: { summary: 'Mine', durationSeconds: 3, claims: ['summary'] },
  },
  'what the CLI says counts more than a claim': {
    facts: { tokens: { input: 5 }, costUsd: 2 },
    own: '{"tokens":1,"costUsd":0}',
    want: { tokens: { input: 5, total: 5 }, costUsd: 2, durationSeconds: 3 },
  },
  'the agent cannot write what the wrapper alone knows': {
    own: '{"claims":[],"note":"x","error":"x","retryAfter":1,"durationSeconds":9}',
    want: { durationSeconds: 3 },
  },
  'the file of the agent is no JSON': {
    own: 'done',
    want: { durationSeconds: 3, note: 'result.json (4 bytes) was dropped: it is not a JSON object' },
  },
  'a part of the tokens without sense: no total, which would be wrong': {
    facts: { tokens: { input: -5, output: 3, cached: 20 } },
    want: { tokens: { output: 3, cached: 20 }, durationSeconds: 3, note: 'input of the stream is negative' },
  },
  'nothing is known but what came from the cache: no total': {
    facts: { tokens: { cached: 20 } },
    want: { tokens: { cached: 20 }, durationSeconds: 3 },
  },
  'a time to come back that cannot be': {
    conclusion: { exitCode: 75, error: 'later', retryAfterSeconds: -5 },
    want: { durationSeconds: 3, error: 'later', note: 'retryAfter of the stream is negative' },
  },
  'a time to come back that is no time': {
    conclusion: { exitCode: 75, retryAfterSeconds: 1e305 },
    want: { durationSeconds: 3, note: 'retryAfter of the stream is too large' },
  },
  'numbers that cannot be': {
    facts: { tokens: { input: -1, output: Number.POSITIVE_INFINITY, cached: 2 ** 60 }, turns: Number.NaN },
    want: {
      durationSeconds: 3,
      note: 'input of the stream is negative; output of the stream is too large; cached of the stream is too large; turns of the stream is too large',
    },
  },
};
test.each(Object.entries(cases))('%s', (_, { want, ...given }) => expect(JSON.parse(result(given))).toEqual(want));

describe('a result never has more than 4096 bytes', () => {
  const long = 'ü'.repeat(5000);
  const sizes: Record<string, Omit<Case, 'want'>> = {
    'a long summary and error': { facts: { summary: long }, conclusion: { exitCode: 1, error: long } },
    'a long field of the agent': { own: JSON.stringify({ pr: long, verdict: 'changed' }) },
    'many fields of the agent': {
      own: JSON.stringify(Object.fromEntries([...Array(900).keys()].map((i) => [`f${i}`, i]))),
    },
    everything: {
      facts: { summary: long, model: long, sessionId: long },
      conclusion: { exitCode: 1, error: long },
      own: JSON.stringify({ summary: long, extra: long }),
    },
  };
  test.each(Object.entries(sizes))('%s', (_, given) => {
    const text = result(given);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_RESULT_BYTES);
    expect(JSON.parse(text)).toMatchObject({ durationSeconds: 3 });
  });

  test('and says what is left out', () =>
    expect(JSON.parse(result({ own: JSON.stringify({ pr: long, verdict: 'changed' }) }))).toEqual({
      verdict: 'changed',
      durationSeconds: 3,
      claims: ['verdict'],
      note: 'left out 1 fields of result.json, which was too long',
    }));
});

test('a file that is too long to be read: its size', () =>
  expect(JSON.parse(resultText({ exitCode: 0 }, {}, 3, { text: '{"summary":"a', bytes: 2_000_000 }))).toEqual({
    durationSeconds: 3,
    note: 'result.json (2000000 bytes) was dropped: it has more than 13 bytes',
  }));
