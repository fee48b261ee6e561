/** The compiler shows it where there is one name too many. */
type OneName = 'give one of runId, name and suffix';

/** How a run is called: by a full name, by `<template>-<runId>`, or by `<template>-<hash of what it runs>`. */
export type RunName =
  | { readonly name: string; readonly runId?: OneName; readonly suffix?: OneName }
  | { readonly runId: string; readonly name?: OneName; readonly suffix?: OneName }
  | { readonly suffix: 'content'; readonly name?: OneName; readonly runId?: OneName };

const HASH_LENGTH = 10;

/**
 * The name of a run.
 *
 * @param hash the plan's, the beginning of which is the content suffix: another plan is another run
 */
export function runName({ name, runId }: RunName, template: string, hash: () => string): string {
  return name ?? `${template}-${runId ?? hash().slice(0, HASH_LENGTH)}`;
}
