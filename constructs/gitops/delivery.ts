/** A folder of the output that is delivered on its own. */
export interface DeliveredFolder {
  readonly name: 'templates' | 'runs';
  /** Whether what is removed from Git is deleted in the cluster. */
  readonly isPruned: boolean;
}

/** Everything that both tools need to know. */
export interface Delivery {
  /** Of the AppProject, and the first part of all other names. */
  readonly name: string;
  readonly repoUrl: string;
  readonly revision: string;
  /** Of the output folder in the repository. */
  readonly path: string;
  /** Where the objects go. */
  readonly namespace: string;
  /** In the order in which they are applied. */
  readonly folders: readonly DeliveredFolder[];
  readonly argocd: { readonly namespace: string; readonly clusters?: Readonly<Record<string, string>> };
  readonly flux: { readonly namespace: string; readonly waitForRuns: boolean; readonly timeout: string };
}

/**
 * Templates follow Git in everything. A run that is removed from Git stays, with its Jobs and results, until somebody
 * deletes it: its removal must not stop what runs.
 */
export const deliveredFolders: readonly DeliveredFolder[] = [
  { name: 'templates', isPruned: true },
  { name: 'runs', isPruned: false },
];
