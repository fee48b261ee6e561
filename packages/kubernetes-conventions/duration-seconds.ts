const unitSeconds = { h: 3600, m: 60, s: 1, ms: 0.001 } as const;

/**
 * A Go duration such as `1h30m` in whole seconds, rounded up, because a Pod's deadline has whole seconds.
 *
 * @param duration as the TaskRun's schema accepts it
 */
export function durationSeconds(duration: string): number {
  const parts = [...duration.matchAll(/([\d.]+)(h|ms|m|s)/g)];
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitSeconds[unit as Unit], 0);
  return Math.ceil(Number(seconds.toFixed(3)));
}

type Unit = keyof typeof unitSeconds;
