import { committedPipelineRun } from '../lints/committed-pipeline-run.js';
import { committedStatus } from '../lints/committed-status.js';
import { expiringJob } from '../lints/expiring-job.js';
import { fieldType } from '../lints/field-type.js';
import { generatedName } from '../lints/generated-name.js';
import { immutableChange } from '../lints/immutable-change.js';
import { kubernetesVersion } from '../lints/kubernetes-version.js';
import { kueueRequests } from '../lints/kueue-requests.js';
import { kueueSuspend } from '../lints/kueue-suspend.js';
import { likelySecret } from '../lints/likely-secret.js';
import { podSecurity } from '../lints/pod-security.js';
import { secretArgument } from '../lints/secret-argument.js';
import { secretConfig } from '../lints/secret-config.js';
import { secretData } from '../lints/secret-data.js';
import { secretEnv } from '../lints/secret-env.js';
import { serverSetMetadata } from '../lints/server-set-metadata.js';
import { trackedPods } from '../lints/tracked-pods.js';
import { unconfinedAgent } from '../lints/unconfined-agent.js';
import { unknownField } from '../lints/unknown-field.js';
import { unknownKind } from '../lints/unknown-kind.js';
import { urlPassword } from '../lints/url-password.js';
import type { Lint } from './lint.js';
import type { LintSettings } from './lint-settings.js';

/** Every lint that is on by default, in the order of the alphabet. */
export const allLints: readonly Lint[] = [
  committedPipelineRun,
  committedStatus,
  expiringJob,
  fieldType,
  generatedName,
  immutableChange,
  kubernetesVersion,
  kueueRequests,
  kueueSuspend,
  likelySecret,
  podSecurity,
  secretArgument,
  secretConfig,
  secretData,
  secretEnv,
  serverSetMetadata,
  trackedPods,
  unconfinedAgent,
  unknownField,
  unknownKind,
  urlPassword,
];

/** Planned objects are right by construction, but may differ from those that exist under their names. */
export const lintsOfPlanned = ({ before }: LintSettings): readonly Lint[] => (before ? [immutableChange] : []);
