import { aheadOf } from './granted.js';
import { EXIT_NEVER, later, MintFailure, never } from './mint-failure.js';
import type { ApiAnswer, ApiRequest } from './send.js';
import { sentenceOf, spoken } from './spoken.js';
import type { Surroundings } from './surroundings.js';

/** What a refusal of a status means, for people. */
type Meanings = Readonly<Record<number, string>>;

/** Whom a request asks, and what a failure says of it. */
export interface ApiQuestion extends ApiRequest {
  /** `a token for acme/api`. */
  readonly what: string;
  readonly meanings: Meanings;
  /** That the host may repeat, and nobody may read. */
  readonly secrets: readonly string[];
}

/** Longest that a host may ask to wait for. */
const MOST_SECONDS = 86_400;

/**
 * The answer of an API to a request that succeeds with 200, 201 or 204.
 *
 * @throws MintFailure for any other answer: what passes is to be tried later, anything else never again
 */
export async function askApi(question: ApiQuestion, { send, now }: Surroundings): Promise<ApiAnswer> {
  const answer = await send(question);
  if ([200, 201, 204].includes(answer.status)) return answer;
  throw failureOf(question, answer, now());
}

/** What an answer that is no success means: whether it passes, and when, or who has to change what. */
export function failureOf(question: ApiQuestion, { status, headers, body }: ApiAnswer, now: number): MintFailure {
  const { origin } = new URL(question.url);
  if (status >= 300 && status < 400) return never(redirected(origin, headers.location));
  const sentence = sentenceOf(body, question.secrets);
  const said = `${origin} answers ${status}${sentence && ` (${sentence})`}`;
  const head = `no token for ${question.what}`;
  if (isLimited(status, headers, sentence)) {
    const seconds = retryAfter(headers, now);
    const when = seconds === undefined ? '' : `; it wants to be asked again in ${seconds} s`;
    return later(`${head}: ${said}: too many requests${when}`, seconds);
  }
  if (status >= 500 || status === 408) return later(`${head}: ${said}`, retryAfter(headers, now));
  const meaning = question.meanings[status] ?? 'check apiUrl';
  const ahead = status === 401 ? aheadOf(headers.date, now) : 0;
  return new MintFailure(`${head}: ${said}: ${meaning}`, EXIT_NEVER, undefined, ahead);
}

/** The key would go to whoever is named there. */
const redirected = (origin: string, location = ''): string =>
  `${origin} redirects${placeOf(location)}, which is not followed with a key; give the address of the API itself in apiUrl`;

function placeOf(location: string): string {
  try {
    return ` to ${spoken(new URL(location).origin, [])}`;
  } catch {
    return '';
  }
}

/** GitHub also answers 403. Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const isLimited = (status: number, headers: ApiAnswer['headers'], sentence: string): boolean =>
  status === 429 ||
  (status === 403 &&
    (headers['retry-after'] !== undefined ||
      headers['x-ratelimit-remaining'] === '0' ||
      /rate limit|too many/i.test(sentence)));

/** In seconds: `Retry-After`, which is a number or a date, or when the limit is reset. */
function retryAfter(headers: ApiAnswer['headers'], now: number): number | undefined {
  const { 'retry-after': after = '', 'x-ratelimit-reset': reset } = headers;
  const seconds = /^\d+$/.test(after)
    ? Number(after)
    : after
      ? (Date.parse(after) - now) / 1000
      : Number(reset) - now / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(Math.min(seconds, MOST_SECONDS)) : undefined;
}
