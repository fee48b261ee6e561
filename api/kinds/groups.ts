/** Batches, Tasks and their runs, which finish. */
export const kubetaskGroup = { group: 'kubetask.io', version: 'v1alpha1', namespaced: true } as const;

/** Agents, which stay up, and their builds. */
export const beeaiGroup = { group: 'beeai.dev', version: 'v1', namespaced: true } as const;
