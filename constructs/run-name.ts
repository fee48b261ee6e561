/** How a run is called: by a full name, by `<template>-<runId>`, or by `<template>-<hash of what it runs>`. */
export type RunName =
  | { readonly name: string; readonly runId?: never; readonly suffix?: never }
  | { readonly runId: string; readonly name?: never; readonly suffix?: never }
  | { readonly suffix: 'content'; readonly name?: never; readonly runId?: never };

const HASH_LENGTH = 10;

/**
 * The name of a run.
 *
 * @param hash the plan's, the beginning of which is the content suffix: another plan is another run
 */
export function runName({ name, runId }: RunName, template: string, hash: string): string {
  return name ?? `${template}-${runId ?? hash.slice(0, HASH_LENGTH)}`;
}
