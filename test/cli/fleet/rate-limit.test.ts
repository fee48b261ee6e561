import { describe, expect, test } from '@jest/globals';
import { nextPage } from '../../../cli/fleet/api/next-page.js';
import { secondsUntilAllowed } from '../../../cli/fleet/api/rate-limit.js';
import { spanText } from '../../../cli/fleet/span-text.js';

const now = Date.parse('2030-01-01T00:00:00Z');
const at = (seconds: number) => String(now / 1000 + seconds);

describe('when a host takes requests again', () => {
  const cases: Record<string, { status: number; headers: Record<string, string>; want: number | undefined }> = {
    'an answer: no limit': { status: 200, headers: { 'x-ratelimit-remaining': '0' }, want: undefined },
    'forbidden with requests left: no limit': {
      status: 403,
      headers: { 'x-ratelimit-remaining': '9' },
      want: undefined,
    },
    'GitHub, used up: the second after the reset': {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': at(41) },
      want: 42,
    },
    'GitHub, a secondary limit: Retry-After': { status: 403, headers: { 'retry-after': '60' }, want: 60 },
    'Retry-After wins over a reset': {
      status: 429,
      headers: { 'retry-after': '7', 'x-ratelimit-reset': at(99) },
      want: 7,
    },
    'Retry-After as a date': { status: 429, headers: { 'retry-after': 'Tue, 01 Jan 2030 00:00:30 GMT' }, want: 30 },
    'GitLab: RateLimit-Reset': { status: 429, headers: { 'ratelimit-reset': at(9) }, want: 10 },
    'a reset in seconds from now': { status: 429, headers: { 'ratelimit-reset': '20' }, want: 20 },
    'a clock that is an hour behind: the time of the server counts': {
      status: 429,
      headers: { 'ratelimit-reset': at(3609), date: 'Tue, 01 Jan 2030 01:00:00 GMT' },
      want: 10,
    },
    'a reset that has passed: at once': { status: 429, headers: { 'ratelimit-reset': at(-99) }, want: 0 },
    'nothing is said: a minute': { status: 429, headers: {}, want: 60 },
    'no number: a minute': { status: 429, headers: { 'retry-after': 'soon', 'ratelimit-reset': '-1' }, want: 60 },
    'unavailable until later: waited for': { status: 503, headers: { 'retry-after': '5' }, want: 5 },
    'unavailable: not a limit': { status: 503, headers: {}, want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { status, headers, want }) => {
    expect(secondsUntilAllowed(status, new Headers(headers), now)).toBe(want);
  });
});

describe('the next page', () => {
  const cases: Record<string, { link: string | undefined; want: string | undefined }> = {
    'no header: none': { link: undefined, want: undefined },
    'only others: none': { link: '<https://x/y?page=1>; rel="first"', want: undefined },
    'among others': {
      link: '<https://x/y?page=1>; rel="prev", <https://x/y?page=3&a=b>; rel="next"',
      want: 'page=3&a=b',
    },
    'without quotes, in capitals': { link: '<https://x/y?page=2>; REL=NEXT', want: 'page=2' },
    'a comma in the address': { link: '<https://x/y?ids=1,2&page=2>; rel="next"', want: 'ids=1%2C2&page=2' },
    'several relations': { link: '<https://x/y?page=2>; rel="last next"', want: 'page=2' },
    'a relative address': { link: '</y?page=2>; rel="next"', want: 'page=2' },
    'an empty header: none': { link: '', want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { link, want }) => {
    expect(nextPage(new Headers(link === undefined ? {} : { link }))?.toString()).toBe(want);
  });
});

describe('a span of time as --wait takes it', () => {
  const cases: Record<string, { seconds: number; want: string }> = {
    seconds: { seconds: 42, want: '42s' },
    'minutes, rounded up': { seconds: 121, want: '3m' },
    'an hour': { seconds: 3600, want: '1h' },
    'more than an hour': { seconds: 3601, want: '1h1m' },
  };
  test.each(Object.entries(cases))('%s', (_, { seconds, want }) => {
    expect(spanText(seconds)).toBe(want);
  });
});
