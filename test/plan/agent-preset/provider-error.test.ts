import { describe, expect, test } from '@jest/globals';
import {
  outcomeOfStatus,
  type ProviderError,
  providerError,
  retryAfterIn,
  waitReason,
} from '../../../plan/agent-preset/provider-error.js';

test.each([
  [429, 'RateLimited', 'RateLimit'],
  [503, 'RateLimited', 'RateLimit'],
  [529, 'RateLimited', 'RateLimit'],
  ...[400, 401, 402, 403, 404, 413, 422].map((status) => [status, 'Refused', 'Refused'] as const),
  ...[408, 409, 500, 502, 504].map((status) => [status, 'Failed', 'ProviderError'] as const),
  [undefined, 'Failed', 'ProviderError'],
] as const)('the status %s: the outcome %s; who waits, waits for %s', (status, outcome, reason) =>
  expect([outcomeOfStatus(status), waitReason(status)]).toEqual([outcome, reason]),
);

describe('the seconds that a text names', () => {
  const cases: Record<string, number | undefined> = {
    'retry after 120s': 120,
    'Retry-After: 20': 20,
    '"retryDelay":"31.5s"': 32,
    "'retry_delay': '7'": 7,
    'try again in 1500ms': 2,
    'Try again in 1500 MS': 2,
    'try again in 31 minutes': 31 * 60,
    'come back in 2h': 7200,
    'come back in 2 H': 7200,
    'try again in 0s': 0,
    'Please retry in 41.46s.': 42,
    'Please try again in 1m30.5s. Visit': 91,
    'try again in 1h2m3s': 3723,
    'try again in 6m0s': 360,
    'Retrying in 5s': undefined,
    'try again in 1 minute 30 seconds': 90,
    'Retry-After: 20 3 left': 20,
    'retry after a while': undefined,
    'it took 20s': undefined,
    '': undefined,
  };
  test.each(Object.entries(cases))('%s: %s', (text, want) => expect(retryAfterIn(text)).toBe(want));
});

describe('the answer of a provider in a sentence', () => {
  const cases: Record<string, ProviderError> = {
    '[API Error: {"error":{"code":401,"message":"Wrong key."}}]': { message: 'Wrong key.', status: 401 },
    '{"code":404,"message":"No model."}': { message: 'No model.', status: 404 },
    '{"error":{"status":422,"message":"No."}}': { message: 'No.', status: 422 },
    '{"error":{"code":"x","status":"UNAVAILABLE","message":"No."}} status 503': { message: 'No.', status: 503 },
    '429 {"error":{"message":"Slow down; try again in 5s"}}': {
      ...{ message: 'Slow down; try again in 5s', status: 429, retryAfterSeconds: 5 },
    },
    'status: 500': { message: 'status: 500', status: 500 },
    'code=401': { message: 'code=401', status: 401 },
    'HTTP 403 Forbidden': { message: 'HTTP 403 Forbidden', status: 403 },
    '[400] bad': { message: '[400] bad', status: 400 },
    'status 200': { message: 'status 200' },
    'it read 401 files': { message: 'it read 401 files' },
    'status 4010': { message: 'status 4010' },
    '} a {': { message: '} a {' },
    'a {b} c': { message: 'a {b} c' },
    'only {': { message: 'only {' },
    'only }': { message: 'only }' },
    '{"error":null}': { message: '{"error":null}' },
    '{"error":{"message":5}}': { message: '{"error":{"message":5}}' },
    '{"error":"x","message":"beside it"}': { message: '{"error":"x","message":"beside it"}' },
  };
  test.each(Object.entries(cases))('%s', (sentence, want) => expect(providerError(sentence)).toEqual(want));
});
