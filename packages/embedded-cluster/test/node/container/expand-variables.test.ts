// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's own syntax
import { describe, expect, test } from '@jest/globals';
import { expandVariables } from '../../../node/container/expand-variables.js';

const variables = new Map([
  ['A', 'one'],
  ['EMPTY', ''],
]);

const cases: Record<string, { text: string; want: string }> = {
  'a known name: its value': { text: 'x$(A)y', want: 'xoney' },
  'an empty value: nothing': { text: '[$(EMPTY)]', want: '[]' },
  'an unknown name: as it stands': { text: '$(B)', want: '$(B)' },
  'an escaped reference: one dollar less': { text: '$$(A)', want: '$(A)' },
  'a shell variable: as it stands': { text: '$A ${A}', want: '$A ${A}' },
  'no end: as it stands': { text: '$(A', want: '$(A' },
};

describe('expandVariables', () => {
  test.each(Object.entries(cases))('%s', (_situation, { text, want }) => {
    expect(expandVariables(text, variables)).toBe(want);
  });
});
