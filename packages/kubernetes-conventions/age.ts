const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** The age of a time as kubectl writes it: `47s`, `3m12s`, `26h`, `5d`. `<unknown>` without a time. */
export function age(time: unknown, now: number): string {
  const then = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(then) ? '<unknown>' : duration(now - then);
}

/** A duration with at most two units; the second only while it matters. */
export function duration(milliseconds: number): string {
  const whole = (unit: number) => Math.floor(milliseconds / unit);
  if (milliseconds < -2 * second) return '<invalid>';
  if (milliseconds < 0) return '0s';
  if (milliseconds < 2 * minute) return `${whole(second)}s`;
  if (milliseconds < 10 * minute) return pair(whole(minute), 'm', Math.floor((milliseconds % minute) / second), 's');
  if (milliseconds < 3 * hour) return `${whole(minute)}m`;
  if (milliseconds < 8 * hour) return pair(whole(hour), 'h', Math.floor((milliseconds % hour) / minute), 'm');
  if (milliseconds < 2 * day) return `${whole(hour)}h`;
  if (milliseconds < 8 * day) return pair(whole(day), 'd', Math.floor((milliseconds % day) / hour), 'h');
  if (milliseconds < 2 * year) return `${whole(day)}d`;
  if (milliseconds < 8 * year) return pair(whole(year), 'y', Math.floor((milliseconds % year) / day), 'd');
  return `${whole(year)}y`;
}

const pair = (large: number, unit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smallUnit}`;
