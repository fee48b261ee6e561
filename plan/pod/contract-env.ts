import type { EnvVar } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../api/schema/field-error.js';
import { RESULT_PATH } from './paths.js';
import type { PodPart } from './pod-part.js';

/** What a task is, as the agent's environment tells it. */
export interface TaskIdentity {
  /** Name of the Job. */
  readonly name: string;
  readonly run: string;
  readonly index: number;
  /** Stable hash of the resolved inputs: the idempotency key. */
  readonly key: string;
  /** The branch to push, equal for every run of the same inputs. */
  readonly branch: string;
}

/** The Pod contract's variables; the namespace comes from the Pod, since a synthesized one may not name it. */
export function contractEnv({ name, run, index, key, branch }: TaskIdentity): PodPart {
  return {
    agentEnv: [
      { name: 'TASK_NAME', value: name },
      { name: 'TASK_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      { name: 'KUBETASK_RUN', value: run },
      { name: 'KUBETASK_TASK_INDEX', value: String(index) },
      { name: 'KUBETASK_TASK_KEY', value: key },
      { name: 'KUBETASK_BRANCH', value: branch },
      { name: 'KUBETASK_RESULT', value: RESULT_PATH },
    ],
  };
}

const reserved = /^(TASK_NAME|TASK_NAMESPACE|WORKSPACE_DIR|KUBETASK_.*)$/;

/** A variable of the WorkspaceConfig that kubetask itself sets. */
export function envProblems(env: readonly EnvVar[], credentialEnv: readonly (string | undefined)[]): FieldError[] {
  const own = env.map(({ name }, i) => ({ name, at: `WorkspaceConfig.spec.env[${i}].name` }));
  const secret = credentialEnv.map((name, i) => ({ name, at: `WorkspaceConfig.spec.credentials[${i}].env` }));
  const all = [...own, ...secret];
  return all.flatMap(({ name, at }, i) => {
    if (name === undefined) return [];
    if (reserved.test(name)) return [invalid(at, name, 'is set by kubetask; choose another name')];
    const earlier = all.slice(0, i).find((other) => other.name === name);
    return earlier ? [invalid(at, name, `is already set by ${earlier.at}`)] : [];
  });
}
