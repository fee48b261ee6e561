import type { Construct } from 'constructs';
import type { Batch } from '../api/generated/kinds.js';
import { required } from '../packages/structural-schema/field-error.js';
import type { Problem } from '../plan/problem.js';
import { DEFAULT_WORKSPACE_CONFIG } from '../plan/workspace-config-name.js';
import { WorkspaceConstruct } from './workspace-construct.js';

/**
 * In the cluster a Batch that names no WorkspaceConfig gets the one named `default`. Jobs planned without it would not
 * be those the reconciler creates, so an app that has it must say so.
 */
export function overlookedDefault(construct: Construct, batch: Batch): Problem[] {
  const found = construct.node.root.node.findAll().some((other) => {
    if (!(other instanceof WorkspaceConstruct) || other.name !== DEFAULT_WORKSPACE_CONFIG) return false;
    return other.manifest.metadata.namespace === batch.metadata.namespace;
  });
  const wanted = 'pass the WorkspaceConfig named default of this app as workspace; a run in the cluster would use it';
  return found ? [{ owner: batch, ...required('spec.workspaceConfigRef', wanted) }] : [];
}
