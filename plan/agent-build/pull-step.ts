import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { builderOf } from './builders/builder.js';
import { gitToken, variables } from './git-token.js';
import { imagesOf } from './images.js';
import { param } from './params.js';
import { SOURCE_DIR, TOKEN_DIR } from './paths.js';
import { pullScript } from './pull-script.js';
import { resultFile } from './results.js';
import { nonRoot } from './security.js';
import { withOwnEnv } from './step-env.js';
import type { StepPlan } from './step-plan.js';

/** Clones the repository; the only step that sees the token. */
export function pullStep(spec: AgentBuildSpec): StepPlan {
  const token = gitToken(spec);
  const { keptOut } = builderOf(spec);
  const mounts = token ? [{ name: token.volumeName, mountPath: TOKEN_DIR, readOnly: true }] : [];
  const own = [
    // The image's own belongs to root.
    { name: 'HOME', value: '/tmp' },
    { name: 'SOURCE_DIR', value: SOURCE_DIR },
    { name: 'GIT_URL', value: param('repo-url') },
    { name: 'GIT_REVISION', value: param('revision') },
    { name: 'DOCKERFILE', value: `${param('source-subfolder')}/${param('dockerfile')}` },
    ...(keptOut === undefined ? [] : [{ name: 'KEPT_OUT', value: keptOut }]),
    ...(token?.env ?? []),
    { name: 'RESULT_URL', value: resultFile('CHAINS-GIT_URL') },
    { name: 'RESULT_COMMIT', value: resultFile('CHAINS-GIT_COMMIT') },
    { name: 'RESULT_ERROR', value: resultFile('error') },
  ];
  return {
    params: ['repo-url', 'revision', 'source-subfolder', 'dockerfile'],
    results: ['CHAINS-GIT_URL', 'CHAINS-GIT_COMMIT', 'error'],
    volumes: token ? [token.volume] : [],
    step: {
      name: 'pull',
      image: imagesOf(spec).pull,
      env: withOwnEnv(variables(spec), own),
      script: pullScript,
      securityContext: nonRoot(),
      ...(mounts.length > 0 ? { volumeMounts: mounts } : {}),
    },
  };
}
