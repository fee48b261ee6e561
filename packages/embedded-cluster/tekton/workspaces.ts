import type { Volume, VolumeMount } from '../objects.js';
import type { TaskSpec, WorkspaceBinding, WorkspaceDeclaration } from './objects.js';

/** A workspace of a Task that the run has bound. */
export interface BoundWorkspace {
  readonly name: string;
  readonly volume: Volume;
  readonly mount: VolumeMount;
}

/** In the order of the Task's declarations; optional ones that are not bound are left out. */
export function boundWorkspaces({ workspaces = [] }: TaskSpec, bindings: readonly WorkspaceBinding[] = []) {
  return workspaces.flatMap((declared, i): BoundWorkspace[] => {
    const binding = bindings.find(({ name }) => name === declared.name);
    if (!binding) return [];
    const { subPath, emptyDir, secret, configMap, persistentVolumeClaim } = binding;
    const volume = `ws-${i}`;
    const source = { emptyDir, secret, configMap, persistentVolumeClaim };
    const mount = {
      name: volume,
      mountPath: pathOf(declared),
      ...(subPath && { subPath }),
      ...(declared.readOnly && { readOnly: true }),
    };
    return [{ name: declared.name, volume: { name: volume, ...withoutUndefined(source) }, mount }];
  });
}

/** The same as variables; one that is not bound has an empty path. */
export function workspaceVariables(spec: TaskSpec, bindings: readonly WorkspaceBinding[] = []): [string, string][] {
  return (spec.workspaces ?? []).flatMap((declared): [string, string][] => {
    const { name } = declared;
    const binding = bindings.find((each) => each.name === name);
    return [
      [`workspaces.${name}.bound`, String(binding !== undefined)],
      [`workspaces.${name}.path`, binding ? pathOf(declared) : ''],
      [`workspaces.${name}.claim`, binding?.persistentVolumeClaim?.claimName ?? ''],
    ];
  });
}

/** Names of workspaces that must be bound and are not. */
export function missingWorkspaces(
  declared: readonly WorkspaceDeclaration[] = [],
  bindings: readonly { readonly name: string }[] = [],
): readonly string[] {
  return declared
    .filter(({ name, optional }) => !optional && !bindings.some((binding) => binding.name === name))
    .map(({ name }) => name);
}

const pathOf = ({ name, mountPath }: WorkspaceDeclaration): string => mountPath || `/workspace/${name}`;

const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
