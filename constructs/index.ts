export type { ExcludedRepository, FleetRepository } from '../plan/fleet/fleet.js';
export type { FleetIndex, FleetIndexCluster, FleetIndexRepository } from '../plan/fleet/fleet-index.js';
export type { Manifest } from '../plan/manifest/yaml/manifest.js';
export type { AgentDeployment } from './agent/agent-deployment.js';
export { AgentEnv } from './agent/agent-env.js';
export type { AgentBuildProps, RuntimeBuildProps, SynthesizedBuildProps } from './agent-build/build-props.js';
export { AgentBuildConstruct } from './agent-build-construct.js';
export { AgentConstruct, type AgentProps, type ExposeAgentOptions } from './agent-construct.js';
export {
  AgentPreset,
  type CostLimit,
  type EffortSetting,
  type PresetSettings,
  type TurnLimit,
  type WrapperSettings,
} from './agent-preset.js';
export {
  BatchConstruct,
  type BatchParam,
  type BatchProps,
  type NamedTask,
  type NamedTaskList,
  type PositionalTaskList,
  type RuntimeBatchProps,
  type RuntimeRun,
  type SynthesizedBatchProps,
  type SynthesizedRun,
  type TaskList,
} from './batch-construct.js';
export type { CommandContext, CommandOptions } from './context/command.js';
export { Context } from './context/context.js';
export { FileContent, type FileContext, type ReferenceOptions } from './context/file.js';
export type { HttpContext, HttpOptions } from './context/http.js';
export type {
  GitHubRepository,
  RepositoryContext,
  RepositoryLocation,
  RepositoryOptions,
  RepositoryUrl,
  RepositoryVersion,
} from './context/repository.js';
export {
  Credential,
  type CredentialFile,
  type CredentialTarget,
  type CredentialVariable,
  type IdentityCredential,
  type IdentityTarget,
  type SecretCredential,
} from './credential.js';
export { Fleet, type FleetClone, type FleetTask } from './fleet/fleet.js';
export { FleetConstruct } from './fleet/fleet-construct.js';
export type { FleetBatchProps, FleetCluster, FleetDelivery, FleetPart, FleetProps } from './fleet/fleet-props.js';
export { FolderChart, type FolderChartProps } from './folder-chart.js';
export {
  type GiteaOptions,
  type GitHubAppOptions,
  type GitLabOptions,
  GitToken,
  type GitTokenOptions,
  type MintedFromSecret,
} from './git-token.js';
export type { ArgoCdProps, DeliveredKind, DeliveryProps, FluxOptions } from './gitops/delivery-props.js';
export { type ArgoCdOptions, GitopsKit, type GitopsKitProps } from './gitops/gitops-kit.js';
export type { InstallProps } from './install/install-props.js';
export { KubetaskInstall } from './install/kubetask-install.js';
export { KubetaskApp, type KubetaskAppProps } from './kubetask-app.js';
export type { Lint, LintProblem } from './linter/lint.js';
export type { LintSettings, PodSecurityLevel } from './linter/lint-settings.js';
export { Lints } from './linter/lints.js';
export { ManifestConstruct, type ManifestOptions, type ManifestProps } from './manifest-construct.js';
export type { RunPlace } from './place-of-run.js';
export type { RetryBackoffProps, RetryClassProps, RetryProps } from './retry.js';
export type { RunName } from './run-name.js';
export type { CommandStep, ImageStep, ScriptStep, Step } from './step.js';
export { SynthesisError } from './synthesis-error.js';
export {
  type AgentTaskProps,
  type StepsTaskProps,
  TaskConstruct,
  type TaskProps,
  type TaskRunProps,
} from './task-construct.js';
export { KubetaskValidation, type KubetaskValidationProps } from './validation/kubetask-validation.js';
export type { TurnedOffInValidation } from './validation/turned-off-in-validation.js';
export { WorkspaceConstruct, type WorkspaceProps } from './workspace-construct.js';
