import { describe, expect, test } from '@jest/globals';
import {
  ApiError,
  isApiError,
  isUnanswered,
  type Status,
  statusError,
} from '../../../packages/kubernetes-client/transport/api-error.js';

describe('an answer that is no success', () => {
  interface Case {
    readonly code: number;
    readonly status?: Status;
    readonly retryAfter?: string;
    readonly want: Partial<ApiError>;
  }
  const cases: Record<string, Case> = {
    'with a reason and a message: those': {
      code: 403,
      status: { reason: 'Forbidden', message: 'no' },
      want: { code: 403, reason: 'Forbidden', message: 'Cannot GET /x: no (403)', transient: false },
    },
    'with a reason alone: that': {
      code: 422,
      status: { reason: 'Invalid' },
      want: { reason: 'Invalid', message: 'Cannot GET /x: Invalid (422)', transient: false },
    },
    'with empty words: what its code means': {
      code: 404,
      status: { reason: '', message: '' },
      want: { reason: 'NotFound', message: 'Cannot GET /x: NotFound (404)' },
    },
    'of a code that is not known: the code': {
      code: 418,
      want: { reason: 'Http418', message: 'Cannot GET /x: Http418 (418)', transient: false },
    },
    'a conflict may be none the next time': { code: 409, status: { reason: 'Conflict' }, want: { transient: true } },
    'another 409 stays': { code: 409, status: { reason: 'AlreadyExists' }, want: { transient: false } },
    'a fault of the server may heal': { code: 500, want: { reason: 'InternalError', transient: true } },
    'too many requests may be fewer later': { code: 429, want: { reason: 'TooManyRequests', transient: true } },
    'it says when to come again': {
      code: 429,
      status: { details: { retryAfterSeconds: 9 } },
      retryAfter: '7',
      want: { retryAfterSeconds: 7 },
    },
    'only its details say when to come again': {
      code: 429,
      status: { details: { retryAfterSeconds: 9 } },
      want: { retryAfterSeconds: 9, details: { retryAfterSeconds: 9 } },
    },
    'it names a date: that is for caches': {
      code: 503,
      retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT',
      want: { retryAfterSeconds: undefined },
    },
    'it names no whole number: none': { code: 503, retryAfter: '1.5', want: { retryAfterSeconds: undefined } },
  };
  test.each(Object.entries(cases))('%s', (_, { code, status = {}, retryAfter, want }) => {
    expect(statusError('GET /x', code, status, retryAfter)).toMatchObject(want);
  });

  test.each([
    [400, 'BadRequest'],
    [401, 'Unauthorized'],
    [403, 'Forbidden'],
    [404, 'NotFound'],
    [409, 'Conflict'],
    [410, 'Expired'],
    [422, 'Invalid'],
    [429, 'TooManyRequests'],
    [500, 'InternalError'],
    [503, 'ServiceUnavailable'],
    [504, 'Timeout'],
  ])('of code %i without a word: %s', (code, reason) => {
    expect(statusError('GET /x', code, {}).reason).toBe(reason);
  });
});

test.each<[unknown, string | undefined, boolean]>([
  [statusError('GET /x', 404, {}), undefined, true],
  [statusError('GET /x', 404, {}), 'NotFound', true],
  [statusError('GET /x', 404, {}), 'Conflict', false],
  [new Error('x'), undefined, false],
  [{ reason: 'NotFound' }, 'NotFound', false],
  [undefined, undefined, false],
])('whether %s is an error of the API server with reason %s: %s', (error, reason, want) => {
  expect(isApiError(error, reason)).toBe(want);
});

test.each([
  [0, true],
  [408, true],
  [409, false],
  [429, false],
  [499, false],
  [500, true],
  [503, true],
])('whether a request that failed with %i may have been carried out: %s', (code, want) => {
  expect(isUnanswered(new ApiError('x', { code, reason: 'x', transient: false }))).toBe(want);
});
