/*
 * The report of a change: its shape is that of `kubectl task plan --diff -o json`, documented in docs/plan-review.md. Fields are
 * only added. Texts of repositories are masked, and are as they were written otherwise: a printer escapes them.
 */

/** What the manifests are compared with. */
export interface ReviewBase {
  readonly type: 'Git' | 'Manifests' | 'Cluster';
  /** A revision, a path, or a context of the kubeconfig. */
  readonly name: string;
  /** Of a revision. */
  readonly commit?: string;
}

/**
 * What becomes of a task:
 *
 * - `Added`: it is new, and runs.
 * - `Rerun`: it was there, and runs again.
 * - `Replaced`: its Job changes, and a GitOps tool deletes and creates it again, so that it runs again.
 * - `Reused`: its key is as before in a Batch that reuses results. It runs only if it has not succeeded.
 * - `Refused`: its Job exists with other fields that no update may change. The API server refuses it.
 * - `Held`: the run exists and began with another plan. The task does not start with the new one.
 * - `Unchanged`: nothing that runs changes.
 * - `Dropped`: it is gone.
 */
export type TaskOutcome = 'Added' | 'Rerun' | 'Replaced' | 'Reused' | 'Refused' | 'Held' | 'Unchanged' | 'Dropped';

/** What a cause is about. */
export type CauseType =
  | 'Prompt'
  | 'Script'
  | 'Image'
  | 'Command'
  | 'Env'
  | 'Credential'
  | 'Repository'
  | 'Context'
  | 'Resources'
  | 'Pod'
  | 'Job'
  | 'KeySalt'
  | 'Key'
  | 'Name'
  | 'Position'
  | 'Planner';

/** Why tasks are other tasks than before; each cause once in a run. */
export interface Cause {
  readonly type: CauseType;
  /** A file, a variable, a container, a field; empty if the type says it all. */
  readonly subject: string;
  /** Absent for what was not there, and for texts. */
  readonly before?: string;
  /** Absent for what is gone, and for texts. */
  readonly after?: string;
  /** How many tasks of the run it is about. */
  readonly tasks: number;
  /** Of a prompt or a script. */
  readonly text?: TextChange;
}

/** A text line by line, with a few unchanged lines around each change. */
export interface TextChange {
  readonly added: number;
  readonly removed: number;
  /** Each begins with `+`, `-` or a blank; `…` stands for lines that are left out. */
  readonly lines: readonly string[];
}

export interface TaskReview {
  /** What people call it: a name, a repository, or `task 3`. */
  readonly name: string;
  readonly outcome: TaskOutcome;
  /** Name of the Job or Pod; for a dropped task, the one that goes. */
  readonly object: string;
  readonly key: string;
  /** Indexes in `causes` of the run. */
  readonly causes: readonly number[];
}

export type TaskCounts = Readonly<Record<TaskOutcome, number>>;

/** CPU in cores, memory in bytes. */
export interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

/** What the tasks that run ask of the cluster. */
export interface Workload {
  /** How many Pods start in all. */
  readonly pods: number;
  /** How many of them run at a time at most; absent if nothing limits them. */
  readonly concurrency?: number;
  /** A limit that other runs share, as `key: limit`; the limit is absent if its WorkspaceConfig is not among the manifests. */
  readonly sharedLimit?: string;
  /** Requests and limits of the largest Pods that may run at a time. */
  readonly requests: Amount;
  readonly limits: Amount;
  /** Pods with a container that has no request. */
  readonly podsWithoutRequests: number;
  /** Pods with a container that has no limit. */
  readonly podsWithoutLimits: number;
}

/** From the results of an earlier run. */
export interface Estimate {
  /** Where the results come from. */
  readonly source: string;
  /** Finished tasks among the results. */
  readonly tasks: number;
  /** From the first start to the last end, at the concurrency of the run; absent if no task has a duration. */
  readonly seconds?: number;
  /** Sum of all tasks; absent if no task has a cost. */
  readonly costUsd?: number;
}

/**
 * Where the run is: `Written` if its Jobs are among the manifests, `Planned` if the controller creates them, `Assumed` for a
 * template without a run.
 */
export type RunOrigin = 'Written' | 'Planned' | 'Assumed';

export interface RunReview {
  /** `batchrun/x` or `taskrun/x`. */
  readonly name: string;
  readonly namespace?: string;
  /** `batch/x` or `task/x`. */
  readonly template?: string;
  readonly origin: RunOrigin;
  /** The earlier run that it is compared with; absent if there is none. */
  readonly before?: string;
  /** Whether the run itself is gone. */
  readonly isGone: boolean;
  readonly counts: TaskCounts;
  /** Most tasks first. */
  readonly causes: readonly Cause[];
  /** All but the unchanged ones, in the order of the run; dropped ones last. */
  readonly tasks: readonly TaskReview[];
  readonly workload: Workload;
  readonly estimate?: Estimate;
}

/** Something that no object had before. */
export interface NewName {
  readonly name: string;
  /** Absent for images. */
  readonly namespace?: string;
  /** The first object that has it, as `Job default/x`. */
  readonly object: string;
}

export interface NewLevel {
  readonly level: 'privileged' | 'baseline' | 'restricted';
  readonly namespace?: string;
  readonly object: string;
  /** Why the Pods need the level: `path: what is wrong`. Empty for `restricted`. */
  readonly reasons: readonly string[];
}

/** What the change may use that was not used before. */
export interface NewAuthority {
  readonly images: readonly NewName[];
  readonly secrets: readonly NewName[];
  readonly serviceAccounts: readonly NewName[];
  /** For whom tokens of ServiceAccounts are. */
  readonly tokenAudiences: readonly NewName[];
  readonly podSecurity: readonly NewLevel[];
}

/** Objects with the same change of fields that no update may change. */
export interface ImmutableChange {
  readonly outcome: 'Replaced' | 'Refused';
  readonly kind: string;
  readonly fields: readonly string[];
  readonly count: number;
  /** The first ones, as `default/x`. */
  readonly objects: readonly string[];
}

export interface FieldChange {
  readonly path: string;
  /** Short, masked; absent for what was not there, and for texts. */
  readonly before?: string;
  readonly after?: string;
  /** How many lines of a text change. */
  readonly text?: Pick<TextChange, 'added' | 'removed'>;
}

/** An object that is no task, and no ConfigMap of one. */
export interface ObjectReview {
  readonly action: 'Create' | 'Change' | 'Remove';
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Of a change; the first ones. */
  readonly fields: readonly FieldChange[];
}

export interface ObjectCounts {
  readonly create: number;
  readonly change: number;
  readonly remove: number;
  readonly same: number;
}

/** What a change of manifests does. */
export interface PlanReview {
  readonly apiVersion: 'cli.kubetask.io/v1';
  readonly kind: 'PlanReview';
  readonly base: ReviewBase;
  readonly hasChanges: boolean;
  /** All tasks of all runs. */
  readonly counts: TaskCounts;
  /** Runs with something to report, in the order of the manifests; runs that are gone last. */
  readonly runs: readonly RunReview[];
  readonly authority: NewAuthority;
  /** Most objects first. */
  readonly immutables: readonly ImmutableChange[];
  /** All objects that are applied, and what Agents and AgentBuilds lead to; not what the controller creates for a run. */
  readonly objectCounts: ObjectCounts;
  readonly objects: readonly ObjectReview[];
}
