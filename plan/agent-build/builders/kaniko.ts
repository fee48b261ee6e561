import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import { hostOf } from '../inputs.js';
import { param, paramItems } from '../params.js';
import { LAYOUT_DIR, SOURCE_DIR, TEKTON_DIR } from '../paths.js';
import { unprivilegedRoot } from '../security.js';
import type { BuilderPlan } from './builder-plan.js';

const context = `${SOURCE_DIR}/${param('source-subfolder')}`;

/** Source: https://github.com/osscontainertools/kaniko#additional-flags */
export const kaniko = ({ insecureRegistry, imageRegistry }: AgentBuildSpec): BuilderPlan => ({
  step: {
    command: ['/kaniko/executor'],
    args: [
      `--context=dir://${context}`,
      `--dockerfile=${context}/${param('dockerfile')}`,
      '--no-push',
      `--oci-layout-path=${LAYOUT_DIR}`,
      ...(insecureRegistry ? insecure(imageRegistry) : []),
      paramItems('build-args'),
    ],
    securityContext: unprivilegedRoot(),
  },
  volumes: [],
  // It takes what is mounted for no part of the image.
  keptOut: TEKTON_DIR,
  // It writes layers as temporary files, which have the mode 0600.
  isLayoutPrivate: true,
});

/** For base images out of the same registry. */
function insecure(imageRegistry: string): string[] {
  const host = hostOf(imageRegistry);
  return [`--insecure-registry=${host}`, `--skip-tls-verify-registry=${host}`];
}
