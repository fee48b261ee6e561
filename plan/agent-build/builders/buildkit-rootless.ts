import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import { hostOf } from '../inputs.js';
import { param, paramItems } from '../params.js';
import { LAYOUT_DIR, SOURCE_DIR } from '../paths.js';
import type { BuilderPlan } from './builder-plan.js';

/** The UID that the image was made for. */
const USER = 1000;

/** Where the image's user keeps what it builds; an overlay filesystem must not lie on another. */
const STATE_DIR = '/home/user/.local/share/buildkit';

const script = `#!/bin/sh
set -eu
if [ -n "\${INSECURE_REGISTRY:-}" ]; then
  mkdir -p "$HOME/.config/buildkit"
  printf '[registry."%s"]\\nhttp = true\\ninsecure = true\\n' "$INSECURE_REGISTRY" > "$HOME/.config/buildkit/buildkitd.toml"
fi
dockerfile="$CONTEXT/$DOCKERFILE"
for argument; do
  shift
  set -- "$@" --opt "build-arg:\${argument#--build-arg=}"
done
exec buildctl-daemonless.sh build --frontend dockerfile.v0 --local "context=$CONTEXT" \\
  --local "dockerfile=$(dirname "$dockerfile")" --opt "filename=$(basename "$dockerfile")" \\
  --output "type=oci,tar=false,dest=$LAYOUT_DIR" "$@"
`;

/** Source: https://github.com/moby/buildkit/blob/master/docs/rootless.md and examples/kubernetes */
export const buildkitRootless = ({ insecureRegistry, imageRegistry }: AgentBuildSpec): BuilderPlan => ({
  step: {
    script,
    args: [paramItems('build-args')],
    securityContext: {
      runAsUser: USER,
      runAsGroup: USER,
      seccompProfile: { type: 'Unconfined' },
      appArmorProfile: { type: 'Unconfined' },
    },
    volumeMounts: [{ name: 'buildkit', mountPath: STATE_DIR }],
  },
  env: [
    // A process sandbox needs a privileged container.
    { name: 'BUILDKITD_FLAGS', value: '--oci-worker-no-process-sandbox' },
    { name: 'CONTEXT', value: `${SOURCE_DIR}/${param('source-subfolder')}` },
    { name: 'DOCKERFILE', value: param('dockerfile') },
    { name: 'LAYOUT_DIR', value: LAYOUT_DIR },
    ...(insecureRegistry ? [{ name: 'INSECURE_REGISTRY', value: hostOf(imageRegistry) }] : []),
  ],
  volumes: [{ name: 'buildkit', emptyDir: {} }],
});
