/** Used when a server says that there is a limit, and not until when. */
const defaultSeconds = 60;

/** Larger numbers are seconds since 1970, smaller ones seconds from now. */
const smallestDate = 1e9;

/**
 * After how many seconds a Git host takes requests again; undefined for an answer that is not about a rate limit.
 *
 * @param now milliseconds since the epoch, used if the server does not say what time it is
 *
 * Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api,
 * https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits
 */
export function secondsUntilAllowed(status: number, headers: Headers, now: number): number | undefined {
  const retryAfter = headers.get('retry-after');
  const isUsedUp = remainingIn(headers) === 0;
  const isLimit =
    status === 429 || (status === 403 && (isUsedUp || retryAfter !== null)) || (status === 503 && retryAfter !== null);
  if (!isLimit) return undefined;
  const serverNow = Date.parse(headers.get('date') ?? '') || now;
  return Math.max(
    0,
    Math.ceil(fromRetryAfter(retryAfter, serverNow) ?? fromReset(headers, serverNow) ?? defaultSeconds),
  );
}

function fromRetryAfter(text: string | null, now: number): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : (time - now) / 1000;
}

function fromReset(headers: Headers, now: number): number | undefined {
  const reset = numberIn(headers, 'x-ratelimit-reset') ?? numberIn(headers, 'ratelimit-reset');
  if (reset === undefined) return undefined;
  return reset < smallestDate ? reset : reset - now / 1000 + 1;
}

const remainingIn = (headers: Headers): number | undefined =>
  numberIn(headers, 'x-ratelimit-remaining') ?? numberIn(headers, 'ratelimit-remaining');

function numberIn(headers: Headers, name: string): number | undefined {
  const text = headers.get(name);
  return text !== null && /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}
