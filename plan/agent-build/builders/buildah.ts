import { param, paramItems } from '../params.js';
import { LAYOUT_DIR, SOURCE_DIR } from '../paths.js';
import type { BuilderPlan } from './builder-plan.js';

const script = `#!/bin/sh
set -eu
buildah bud --file "$CONTEXT/$DOCKERFILE" --tag build "$@" "$CONTEXT"
buildah push build "oci:$LAYOUT_DIR:latest"
`;

/** Source: https://github.com/containers/buildah/tree/main/docs, https://github.com/tektoncd/catalog/tree/main/task/buildah */
export const buildah = (): BuilderPlan => ({
  step: {
    script,
    args: [paramItems('build-args')],
    securityContext: { privileged: true },
    volumeMounts: [{ name: 'containers', mountPath: '/var/lib/containers' }],
  },
  env: [
    { name: 'STORAGE_DRIVER', value: 'vfs' },
    { name: 'CONTEXT', value: `${SOURCE_DIR}/${param('source-subfolder')}` },
    { name: 'DOCKERFILE', value: param('dockerfile') },
    { name: 'LAYOUT_DIR', value: LAYOUT_DIR },
  ],
  volumes: [{ name: 'containers', emptyDir: {} }],
});
