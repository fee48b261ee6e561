import { expect, test } from '@jest/globals';
import { formatFieldError, invalid } from '../field-error.js';

const cases: Record<string, { value: unknown; want: string }> = {
  'credentials of a URL': { value: 'https://me:canary@h/r', want: '"https://***@h/r"' },
  'a token of a URL': { value: 'HTTPS://canary@h/r', want: '"HTTPS://***@h/r"' },
  'a token of a query': { value: 'https://h/r?token=canary#x', want: '"https://h/r?***"' },
  'a URL inside of an object': {
    value: { url: 'https://canary@h/r', branch: 'a@b' },
    want: '{"url":"https://***@h/r","branch":"a@b"}',
  },
  'a URL inside of a text': { value: 'clone https://canary@h now', want: '"clone https://***@h now"' },
  'an @ elsewhere': { value: 'https://h/@scope/r and git@h:o/r', want: '"https://h/@scope/r and git@h:o/r"' },
};
test.each(Object.entries(cases))('%s: shown without the secret', (_, { value, want }) => {
  const message = formatFieldError(invalid('spec.url', value, 'no'));
  expect(message).toBe(`spec.url: Invalid value: ${want}: no`);
  expect(message).not.toContain('canary');
});
