import type { Surroundings } from './surroundings.js';

/** A token of ours that a host lists. */
export interface ListedToken {
  readonly id: string;
  readonly name: string;
}

const pattern = /^kubetask-(\d{10})-[0-9a-f]+$/;

/** The name of a token that nobody needs after a time, so that whoever comes later can remove it. */
export const hostTokenName = (endsAt: number, random: string): string =>
  `kubetask-${Math.floor(endsAt / 1000)}-${random}`;

/** A minute more, for clocks that differ. */
const hasEnded = ({ name }: ListedToken, now: number): boolean => {
  const [, seconds] = pattern.exec(name) ?? [];
  return seconds !== undefined && Number(seconds) * 1000 + 60_000 < now;
};

const MOST = 20;

/** Removes tokens that were left behind by Pods that ended too fast to do so. Never fails: it is done for others. */
export async function sweep(
  list: () => Promise<readonly ListedToken[]>,
  remove: (token: ListedToken) => Promise<unknown>,
  { now }: Surroundings,
): Promise<void> {
  const left = await list().catch(() => []);
  for (const token of left.filter((one) => hasEnded(one, now())).slice(0, MOST)) await remove(token).catch(() => {});
}
