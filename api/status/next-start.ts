import { timestamp } from '../../packages/kubernetes-conventions/timestamp.js';

/** The message of a task that is `BackingOff`. @param start in milliseconds since the epoch @param last the reason of the attempt before */
export const nextStartMessage = (attempt: number, start: number, last: string | undefined): string =>
  `attempt ${attempt} starts at ${timestamp(start)}; the one before ended with ${last}`;

/** When the next attempt starts, of such a message, in milliseconds since the epoch; undefined for any other message. */
export function nextStartIn(message: string): number | undefined {
  const [, time] = /^attempt \d+ starts at (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ); /.exec(message) ?? [];
  return time === undefined ? undefined : Date.parse(time);
}
