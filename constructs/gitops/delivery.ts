import type { ArgoCdProps, DeliveredKind, DeliveryProps, FluxOptions } from './delivery-props.js';

/** A folder of the output that is delivered on its own. */
export interface DeliveredFolder {
  /** Of what delivers it. */
  readonly name: string;
  /** Below the output folder. */
  readonly folder: string;
  /** Whether what is removed from Git is deleted in the cluster. */
  readonly isPruned: boolean;
  /** Whether runs are in it, which have fields that people set, and may take long. */
  readonly holdsRuns: boolean;
}

/** Everything that both tools need to know. */
export interface Delivery {
  /** Of the AppProject and the GitRepository, and the first part of all other names. */
  readonly name: string;
  readonly repoUrl: string;
  readonly revision: string;
  /** Of the output folder in the repository. */
  readonly path: string;
  /** Where the objects go. */
  readonly namespace: string;
  readonly pruneRuns: boolean;
  readonly argocd: { readonly namespace: string; readonly kinds: readonly DeliveredKind[] };
  readonly flux: { readonly namespace: string; readonly waitForRuns?: string };
}

/** Props of what is delivered; `false` for a tool that delivers nothing. */
export interface Delivered extends DeliveryProps {
  readonly namespace: string;
  readonly argocd?: ArgoCdProps | false;
  readonly flux?: FluxOptions | false;
}

export function deliveryOf(
  name: string,
  { repoUrl, revision = 'main', path = 'dist', namespace, pruneRuns = false, argocd, flux }: Delivered,
): Delivery {
  const { namespace: argoNamespace = 'argocd', kinds = [] } = argocd || {};
  const { namespace: fluxNamespace = 'flux-system', waitForRuns } = flux || {};
  return {
    ...{ name, repoUrl, revision, path, namespace, pruneRuns },
    argocd: { namespace: argoNamespace, kinds },
    flux: { namespace: fluxNamespace, ...(waitForRuns === undefined ? {} : { waitForRuns }) },
  };
}

/**
 * Templates follow Git in everything. A run that is removed from Git stays, with its Jobs and results, until somebody
 * deletes it, unless runs are to be pruned: its removal must not stop what runs.
 */
export const deliveredFolders = ({ name, pruneRuns }: Delivery): readonly DeliveredFolder[] => [
  { name: `${name}-templates`, folder: 'templates', isPruned: true, holdsRuns: false },
  { name: `${name}-runs`, folder: 'runs', isPruned: pruneRuns, holdsRuns: true },
];
