import type { AgentFacts, AgentTokens } from '../plan/agent-preset/stream.js';
import type { Conclusion } from './conclusion.js';

/** The kubelet keeps no more of a termination message. */
export const MOST_RESULT_BYTES = 4096;
const MOST_TEXT_BYTES = 1024;
/** JSON numbers above are not what was written. */
const MOST_NUMBER = Number.MAX_SAFE_INTEGER;

/** What the agent wrote itself: the text of its file; undefined for none. */
export interface OwnResult {
  /** Its beginning, if the file is very long. */
  readonly text: string;
  /** Of the whole file. */
  readonly bytes: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields that only the agent can know. For all others, what the CLI said counts first. */
const known = new Set([
  'summary',
  'pr',
  'branch',
  'commit',
  'verdict',
  'costUsd',
  'tokens',
  'turns',
  'model',
  'sessionId',
]);

/** The text of the result: what the CLI said, and what the agent wrote itself, marked as its claims. At most 4096 bytes. */
export function resultText(
  conclusion: Conclusion,
  facts: AgentFacts,
  durationSeconds: number,
  own: OwnResult | undefined,
): string {
  const notes: string[] = [];
  const claimed = own ? ownFields(own, notes) : {};
  const said = saidFields(conclusion, facts, durationSeconds, notes);
  const { summary, ...measured } = said;
  const fields: Record<string, unknown> = { ...(summary === undefined ? {} : { summary }), ...claimed, ...measured };
  const claims = Object.keys(claimed).filter((name) => !(name in measured));
  return fitted(fields, claims, notes);
}

function saidFields(
  { error, retryAfterSeconds }: Conclusion,
  facts: AgentFacts,
  durationSeconds: number,
  notes: string[],
): Fields {
  const { tokens, turns, costUsd, model, sessionId, summary } = facts;
  const usable = (numbers: Readonly<Record<string, number | undefined>>): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(numbers).flatMap(([name, value]) => asUsable(name, value, notes)));
  const usableTokens = usable({ input: tokens?.input, output: tokens?.output, cached: tokens?.cached });
  return withValues({
    summary: summary && cut(summary),
    tokens: Object.keys(usableTokens).length === 0 ? undefined : { ...usableTokens, ...totalOf(tokens, usableTokens) },
    ...usable({ turns, costUsd }),
    model: model && cut(model, 256),
    sessionId: sessionId && cut(sessionId, 256),
    durationSeconds: Math.max(0, Math.round(durationSeconds)),
    ...usable({ retryAfter: retryAfterSeconds }),
    error: error && cut(error),
  });
}

/** Nothing, and a note, for a number without sense. */
function asUsable(name: string, value: number | undefined, notes: string[]): [string, number][] {
  if (value === undefined) return [];
  if (Number.isFinite(value) && value >= 0 && value <= MOST_NUMBER) return [[name, value]];
  notes.push(`${name} of the stream is ${value < 0 ? 'negative' : 'too large'}`);
  return [];
}

/** Only of what was said: with a part that was left out, it would be wrong. */
function totalOf(said: AgentTokens | undefined, usable: Readonly<Record<string, number>>): { total?: number } {
  const parts = (['input', 'output'] as const).filter((name) => said?.[name] !== undefined);
  if (parts.length === 0 || parts.some((name) => usable[name] === undefined)) return {};
  return { total: parts.reduce((sum, name) => sum + (usable[name] ?? 0), 0) };
}

/** What the agent wrote, without the fields that the wrapper alone writes. */
function ownFields({ text, bytes }: OwnResult, notes: string[]): Fields {
  if (text.trim() === '') return {};
  const size = `result.json (${bytes} bytes) was dropped`;
  if (bytes > Buffer.byteLength(text)) {
    notes.push(`${size}: it has more than ${Buffer.byteLength(text)} bytes`);
    return {};
  }
  const value = parsed(text.replace(/^\uFEFF/, ''));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    notes.push(`${size}: it is not a JSON object`);
    return {};
  }
  const { claims, note, error, durationSeconds, retryAfter, ...fields } = value as Record<string, unknown>;
  return fields;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Leaves out what is too much: first what nobody knows, then what the agent wrote. What the wrapper measured always fits. */
function fitted(fields: Record<string, unknown>, claims: readonly string[], notes: readonly string[]): string {
  const kept = { ...fields };
  const claimed = [...claims].sort(
    (a, b) => Number(known.has(a)) - Number(known.has(b)) || sizeOf(fields[b]) - sizeOf(fields[a]),
  );
  const dropped: string[] = [];
  for (;;) {
    const left = claims.filter((name) => name in kept);
    const size = dropped.length === 0 ? [] : [`left out ${dropped.length} fields of result.json, which was too long`];
    const note = [...notes, ...size].join('; ');
    const text = JSON.stringify({
      ...kept,
      ...(left.length > 0 && { claims: left }),
      ...(note !== '' && { note: cut(note, 256) }),
    });
    const next = claimed.shift();
    if (Buffer.byteLength(text) <= MOST_RESULT_BYTES || next === undefined) return text;
    delete kept[next];
    dropped.push(next);
  }
}

const sizeOf = (value: unknown): number => JSON.stringify(value)?.length ?? 0;

const withValues = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));

/** One line of at most so many bytes, without half a character. */
function cut(text: string, most = MOST_TEXT_BYTES): string {
  const line = text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim();
  if (Buffer.byteLength(line) <= most) return line;
  const bytes = Buffer.from(line)
    .subarray(0, most - 3)
    .toString()
    .replace(/\uFFFD+$/, '');
  return `${bytes}…`;
}
