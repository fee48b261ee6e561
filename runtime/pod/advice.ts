/** The kinds whose Pods may be refused; of a Batch and a TaskRun a WorkspaceConfig says what the Pods are. */
export type AdvisedKind = 'Task' | 'Agent' | 'AgentBuild';

/** The field that a message is about. */
const place: Readonly<Record<AdvisedKind, string>> = {
  Task: 'in the WorkspaceConfig',
  Agent: 'in the Agent',
  AgentBuild: 'in the AgentBuild',
};

type Advice = (kind: AdvisedKind) => string;

const useBaseline: Advice = (kind) =>
  kind === 'AgentBuild'
    ? 'building an image needs root, so use the level baseline for this namespace: kubectl label --overwrite namespace NAME pod-security.kubernetes.io/enforce=baseline'
    : `set ${where(kind)}, or use the level baseline for this namespace`;

const where = (kind: AdvisedKind): string => `what the message names in securityContext ${place[kind]}`;

const setUser: Advice = (kind) =>
  kind === 'AgentBuild'
    ? 'this step must run as root, so use the level baseline for this namespace'
    : `set securityContext.runAsUser, such as 65532, ${place[kind]}, or use an image whose USER is a number above 0`;

/**
 * Words of a message, and what to do.
 *
 * @source kubernetes: pkg/kubelet/kuberuntime/security_context.go, pod-security-admission/admission/admission.go
 */
const advices: readonly { readonly words: RegExp; readonly advice: Advice }[] = [
  { words: /violates PodSecurity "restricted/, advice: useBaseline },
  {
    words: /violates PodSecurity "baseline/,
    advice: () => 'use the level privileged for this namespace, or remove what the message names',
  },
  { words: /image will run as root|non-numeric user|runAsUser breaks non-root policy/, advice: setUser },
  { words: /must specify (limits|requests|cpu|memory)/, advice: (kind) => `set resources ${place[kind]}` },
];

/** The text, and in the same sentence what helps, where we know. */
export function withAdvice(text: string, kind: AdvisedKind): string {
  const known = advices.find(({ words }) => words.test(text));
  return known ? `${text}; ${known.advice(kind)}` : text;
}
