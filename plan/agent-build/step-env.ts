import type { EnvVar } from '../../api/generated/kinds.js';

/** The user's variables, then ours, which replace those of the same name. */
export const withOwnEnv = (env: readonly EnvVar[], own: readonly EnvVar[]): EnvVar[] => [
  ...env.filter(({ name }) => !own.some((one) => one.name === name)),
  ...own,
];
