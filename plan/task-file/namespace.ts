/** Where a namespace or a context may be named; an empty text counts as none. */
export interface Sources {
  readonly flag?: string | undefined;
  readonly env?: string | undefined;
  /** Of the file, with its flavor. */
  readonly file?: string | undefined;
}

/** A namespace, or the one of the kubeconfig's context. */
export type NamespaceChoice = { readonly namespace: string } | { readonly ofContext: true };

/** Flag, then `K8S_NAMESPACE`, then the file, then `default`. Only the file can say `context`. Pure. */
export function namespaceOf({ flag, env, file }: Sources): NamespaceChoice {
  if (flag || env) return { namespace: flag || env || '' };
  return file === 'context' ? { ofContext: true } : { namespace: file || 'default' };
}

/** Flag, then the file, then undefined: the current context. Pure. */
export const contextOf = ({ flag, file }: Omit<Sources, 'env'>): string | undefined => flag || file || undefined;
