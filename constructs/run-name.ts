/** The compiler shows it where there is one name too many. */
type OneName = 'give one of runId, name and suffix';

interface RunByName {
  readonly name: string;
  readonly runId?: OneName;
  readonly suffix?: OneName;
}

interface RunById {
  readonly runId: string;
  readonly name?: OneName;
  readonly suffix?: OneName;
}

interface RunByContent {
  readonly suffix: 'content';
  readonly name?: OneName;
  readonly runId?: OneName;
}

/** No object has this type: the compiler names its property where a run has no name. It explains the last type that may be meant. */
interface RunWithoutName {
  readonly 'give one of runId, name and suffix': never;
  readonly name?: never;
  readonly runId?: never;
}

/** The name of a run: a full name, `<template>-<runId>`, or `<template>-<hash of its plan>`. */
export type RunName = RunByName | RunById | RunByContent | RunWithoutName;

const HASH_LENGTH = 10;

/**
 * The name of a run.
 *
 * @param hash the plan's, the beginning of which is the content suffix: another plan is another run
 */
export function runName({ name, runId }: RunName, template: string, hash: () => string): string {
  return name ?? `${template}-${runId ?? hash().slice(0, HASH_LENGTH)}`;
}
