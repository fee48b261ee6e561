import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { invalid } from '../../packages/structural-schema/field-error.js';
import { formatPlace, type Place, type PlanProblem } from '../problem.js';
import { RESULT_PATH } from './paths.js';
import type { PodPart } from './pod-part.js';

/** What a task is, as the agent's environment tells it. */
export interface TaskIdentity {
  /** Name of the Job. */
  readonly name: string;
  readonly run: string;
  /** Undefined for a task with a name: its place in the list may change. */
  readonly index?: number;
  /** Undefined for a task that has an index. */
  readonly taskName?: string;
  /** Stable hash of the resolved inputs: the idempotency key. */
  readonly key: string;
  /** The branch to push, equal for every run of the same inputs. */
  readonly branch: string;
}

/**
 * The Pod contract's variables; the namespace comes from the Pod, since a synthesized one may not name it. The reference
 * spells out its default `apiVersion`: left to the server, it makes a server-side apply after a client-side one conflict.
 */
export function contractEnv({ name, run, index, taskName, key, branch }: TaskIdentity): PodPart {
  return {
    agentEnv: [
      { name: 'TASK_NAME', value: name },
      { name: 'TASK_NAMESPACE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } } },
      { name: 'KUBETASK_RUN', value: run },
      ...(index === undefined ? [] : [{ name: 'KUBETASK_TASK_INDEX', value: String(index) }]),
      ...(taskName === undefined ? [] : [{ name: 'KUBETASK_TASK_NAME', value: taskName }]),
      { name: 'KUBETASK_TASK_KEY', value: key },
      { name: 'KUBETASK_BRANCH', value: branch },
      { name: 'KUBETASK_RESULT', value: RESULT_PATH },
    ],
  };
}

const reserved = /^(TASK_NAME|TASK_NAMESPACE|WORKSPACE_DIR|KUBETASK_.*)$/;

/** A variable that a user sets, and where it was written. */
export interface LocatedVariable extends Place {
  readonly name: string;
}

/** Variables that kubetask itself sets. */
export const reservedProblems = (variables: readonly LocatedVariable[]): PlanProblem[] =>
  variables
    .filter(({ name }) => reserved.test(name))
    .map(({ name, owner, path }) => ({ owner, ...invalid(path, name, 'is set by kubetask; choose another name') }));

/** What a WorkspaceConfig sets, as environment or from a credential. */
export function workspaceVariables({ env = [], credentials = [] }: WorkspaceConfigSpec): LocatedVariable[] {
  const at = (name: string, path: string): LocatedVariable => ({ name, owner: 'workspace', path });
  return [
    ...env.map(({ name }, i) => at(name, `spec.env[${i}].name`)),
    ...credentials.flatMap(({ env: name }, i) => (name === undefined ? [] : [at(name, `spec.credentials[${i}].env`)])),
  ];
}

/** A variable of the WorkspaceConfig that kubetask itself sets, or that it sets twice. */
export function envProblems(workspace: WorkspaceConfigSpec): PlanProblem[] {
  const all = workspaceVariables(workspace);
  return all.flatMap((variable, i) => {
    const earlier = all.slice(0, i).find((other) => other.name === variable.name);
    const { owner, path, name } = variable;
    const twice = earlier ? [{ owner, ...invalid(path, name, `is already set by ${formatPlace(earlier)}`) }] : [];
    const [taken] = reservedProblems([variable]);
    return taken ? [taken] : twice;
  });
}
