import type { Option } from 'commander';

/** The first of these options that a person gave, as `--copy-back`; undefined without one. */
export const givenOption = (options: readonly Option[], values: object): string | undefined =>
  options.find((option) => (values as Readonly<Record<string, unknown>>)[option.attributeName()] !== undefined)?.long;
