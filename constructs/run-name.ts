import { contentHash } from '../plan/content-hash.js';

/** How a run is called: by a full name, by `<template>-<runId>`, or by `<template>-<hash of what it runs>`. */
export type RunName =
  | { readonly name: string; readonly runId?: never; readonly suffix?: never }
  | { readonly runId: string; readonly name?: never; readonly suffix?: never }
  | { readonly suffix: 'content'; readonly name?: never; readonly runId?: never };

const HASH_LENGTH = 10;

/**
 * The name of a run.
 *
 * @param content what a content suffix is made of: another content is another run
 */
export function runName({ name, runId }: RunName, template: string, content: readonly unknown[]): string {
  return name ?? `${template}-${runId ?? contentHash(content, HASH_LENGTH)}`;
}
