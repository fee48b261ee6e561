import type { NamedValue, ObservedPipelineRun } from '../observed.js';

/** Whether it has ended for good. */
export const isFinished = ({ status }: ObservedPipelineRun): boolean =>
  status?.succeeded?.status === 'True' || status?.succeeded?.status === 'False';

export const hasSucceeded = ({ status }: ObservedPipelineRun): boolean => status?.succeeded?.status === 'True';

/** The hash of the spec that it builds: its name ends in it. */
export const hashOf = ({ metadata: { name } }: ObservedPipelineRun): string => name.slice(name.lastIndexOf('-') + 1);

export const paramOf = ({ spec }: ObservedPipelineRun, name: string): string | undefined => textOf(spec.params, name);

export const resultOf = ({ status }: ObservedPipelineRun, name: string): string | undefined =>
  textOf(status?.results ?? [], name)?.trim();

const textOf = (values: readonly NamedValue[], name: string): string | undefined =>
  values.find((value) => value.name === name)?.value;
