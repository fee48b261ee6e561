import type { V1Volume } from '@kubernetes/client-node';
import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { builderOf } from './builders/builder.js';
import { imagesOf } from './images.js';
import { param } from './params.js';
import { LAYOUT_DIR, PUSHED_DIR, REGISTRY_DIR } from './paths.js';
import { pushScript } from './push-script.js';
import { resultFile } from './results.js';
import { nonRoot, powerlessRoot } from './security.js';
import type { StepPlan } from './step-plan.js';

const VOLUME = 'registry';

/** Pushes what was built; the only step that sees the registry's credentials. */
export function pushStep(spec: AgentBuildSpec): StepPlan {
  const { pushSecret, insecureRegistry } = spec;
  const { keptOut, isLayoutPrivate } = builderOf(spec);
  const mounts = pushSecret ? [{ name: VOLUME, mountPath: REGISTRY_DIR, readOnly: true }] : [];
  return {
    params: ['image'],
    results: ['IMAGE_URL', 'IMAGE_DIGEST', 'error'],
    volumes: pushSecret ? [registryVolume(pushSecret.name)] : [],
    step: {
      name: 'push',
      image: imagesOf(spec).push,
      env: [
        ...(pushSecret ? [{ name: 'DOCKER_CONFIG', value: REGISTRY_DIR }] : []),
        { name: 'LAYOUT_DIR', value: LAYOUT_DIR },
        { name: 'BUILDER_OUTPUT', value: PUSHED_DIR },
        ...(keptOut === undefined ? [] : [{ name: 'KEPT_OUT', value: keptOut }]),
        { name: 'IMAGE', value: param('image') },
        { name: 'RESULT_IMAGE_URL', value: resultFile('IMAGE_URL') },
        { name: 'RESULT_IMAGE_DIGEST', value: resultFile('IMAGE_DIGEST') },
        { name: 'RESULT_ERROR', value: resultFile('error') },
      ],
      script: pushScript,
      ...(insecureRegistry ? { args: ['--insecure', '--skip-tls-verify'] } : {}),
      securityContext: isLayoutPrivate ? powerlessRoot() : nonRoot(),
      ...(mounts.length > 0 ? { volumeMounts: mounts } : {}),
    },
  };
}

/** As the file that the docker tools read. */
const registryVolume = (secretName: string): V1Volume => ({
  name: VOLUME,
  secret: { secretName, items: [{ key: '.dockerconfigjson', path: 'config.json' }] },
});
