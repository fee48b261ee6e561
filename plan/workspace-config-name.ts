/** The WorkspaceConfig that is taken when a template names none. */
export const DEFAULT_WORKSPACE_CONFIG = 'default';

/** The WorkspaceConfig to look for beside a Batch or a Task. Only one that is named has to be there. */
export const workspaceConfigNameOf = ({ workspaceConfigRef }: { readonly workspaceConfigRef?: string }): string =>
  workspaceConfigRef ?? DEFAULT_WORKSPACE_CONFIG;
