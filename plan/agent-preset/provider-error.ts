import type { AgentOutcome, WaitReason } from './stream.js';

/** What an HTTP status of a provider says about the work. */
export function outcomeOfStatus(status: number | undefined): AgentOutcome {
  if (status === 429 || status === 503 || status === 529) return 'RateLimited';
  // Wrong request, key or model: the same request fails again. 408 and 409 pass.
  if (status !== undefined && [400, 401, 402, 403, 404, 413, 422].includes(status)) return 'Refused';
  return 'Failed';
}

/** Why a CLI waits that has got this status, or no answer at all. */
export function waitReason(status: number | undefined): WaitReason {
  const outcome = outcomeOfStatus(status);
  if (outcome === 'RateLimited') return 'RateLimit';
  return outcome === 'Refused' ? 'Refused' : 'ProviderError';
}

/** A provider's answer inside a sentence of a CLI: `[API Error: {"error":{"code":401,"message":"..."}}]`. */
export interface ProviderError {
  readonly status?: number;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** Reads the JSON that a sentence ends in; without one, the sentence is the message. */
export function providerError(sentence: string): ProviderError {
  const json = jsonIn(sentence);
  const inner = field(json, 'error') ?? json;
  const message = field(inner, 'message');
  const code = field(inner, 'code') ?? field(inner, 'status');
  const status = typeof code === 'number' ? code : statusIn(sentence);
  const seconds = retryAfterIn(sentence);
  return {
    message: typeof message === 'string' ? message : sentence,
    ...(status === undefined ? {} : { status }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  };
}

/** Seconds that a provider or a CLI names in a text: `retry after 120s`, `try again in 1m30.5s`, `"retryDelay":"31.5s"`, `Retry-After: 20`. */
export function retryAfterIn(text: string): number | undefined {
  const [, first = ''] = waits.exec(text) ?? [];
  if (first === '') return undefined;
  const seconds = [...first.matchAll(part)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * factor(unit),
    0,
  );
  return Math.ceil(seconds);
}

/** A number without a unit is seconds; with units, a time may have several parts. */
const waits =
  /(?:retry[ _-]?(?:after|delay|in)|try again in|come back in)["':= ]{0,6}((?:\d{1,9}(?:\.\d{1,9})? ?(?:ms|[smh])(?:[a-z]{2,6})?(?![a-z]) ?){1,4}|\d{1,9}(?:\.\d{1,9})?)/i;
const part = /(\d{1,9}(?:\.\d{1,9})?) ?(ms|[smh])?/gi;

const factor = (unit: string): number => ({ ms: 0.001, m: 60, h: 3600 })[unit.toLowerCase()] ?? 1;

function statusIn(text: string): number | undefined {
  const [, status] =
    /\b(?:status|code|HTTP)[ :="]{0,4}([45]\d\d)\b/i.exec(text) ?? /^\W{0,4}([45]\d\d)\b/.exec(text) ?? [];
  return status === undefined ? undefined : Number(status);
}

/** From the first brace to the last. */
function jsonIn(text: string): unknown {
  const begin = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (begin < 0 || end < begin) return undefined;
  try {
    return JSON.parse(text.slice(begin, end + 1));
  } catch {
    return undefined;
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
