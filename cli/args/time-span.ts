import { InvalidArgumentError } from 'commander';

const secondsByUnit: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
const part = /(\d+(?:\.\d+)?)(ms|[smhdw])/y;

/**
 * Seconds of `90s`, `1h30m`, `7d` or a bare number of seconds, as Go reads them and with days and weeks.
 *
 * @throws InvalidArgumentError for anything else
 */
export function parseTimeSpan(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  let seconds = 0;
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const [, count, unit = ''] = part.exec(text) ?? [];
    if (count === undefined) throw new InvalidArgumentError('use a duration such as 90s, 1h30m or 7d.');
    seconds += Number(count) * (secondsByUnit[unit] ?? 0);
  }
  if (text === '') throw new InvalidArgumentError('use a duration such as 90s, 1h30m or 7d.');
  return seconds;
}
