import type { TaskReason } from './reasons.js';

/** The container that does the work of a task without steps, and decides its outcome. */
export const AGENT_CONTAINER = 'agent';

/** An init container that kubetask puts before the work. */
interface SetupContainer {
  /** Its name, or what its numbered names begin with: `clone` for `clone-0`, `clone-1`, .... */
  readonly name: string;
  readonly isNumbered: boolean;
  /** Why a task fails when this container does. */
  readonly reason: TaskReason;
}

/** In the order in which they start. No step of a Task may have one of these names. */
export const setupContainers = {
  tools: { name: 'copy-tools', isNumbered: false, reason: 'PodFailed' },
  passwd: { name: 'write-passwd', isNumbered: false, reason: 'CloneFailed' },
  tokens: { name: 'mint-tokens', isNumbered: false, reason: 'TokenFailed' },
  refresh: { name: 'refresh-tokens', isNumbered: false, reason: 'TokenFailed' },
  clone: { name: 'clone', isNumbered: true, reason: 'CloneFailed' },
  fetch: { name: 'fetch', isNumbered: true, reason: 'FetchFailed' },
  command: { name: 'run-command', isNumbered: true, reason: 'CommandFailed' },
  files: { name: 'write-files', isNumbered: false, reason: 'ContextFailed' },
} as const satisfies Record<string, SetupContainer>;

const rows: readonly SetupContainer[] = Object.values(setupContainers);

/** The row of an init container of ours; `undefined` for any other container. */
const setupContainer = (container: string): SetupContainer | undefined =>
  rows.find(({ name, isNumbered }) => (isNumbered ? numbered(name).test(container) : name === container));

const numbered = (name: string) => new RegExp(`^${name}-\\d+$`);

export const isSetupContainer = (container: string): boolean => setupContainer(container) !== undefined;

/** Whether it clones a repository. */
export const isClone = (container: string): boolean => numbered(setupContainers.clone.name).test(container);

/** Why a task fails when this init container does. */
export const setupFailureReason = (container: string): TaskReason => setupContainer(container)?.reason ?? 'PodFailed';
