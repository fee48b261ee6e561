import { join } from 'node:path';
import { NOTICE } from '../../packages/embedded-cluster/stand-in/notice.js';
import { readDefinitions } from '../../packages/embedded-cluster/tekton/read-definitions.js';
import type { TektonOptions } from '../../packages/embedded-cluster/tekton/start-tekton.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** Whether somebody will ask for Tekton: with the cluster left up, that may be anyone. */
export const needsTekton = (objects: readonly KubernetesObject[], keep: boolean): boolean =>
  keep || objects.some(({ apiVersion, kind }) => kind === 'AgentBuild' || apiVersion.startsWith('tekton.dev/'));

/** Tekton's kinds, with a folder for a registry and the stand-in for kaniko. @param root of the checkout */
export const tektonOptions = (root: string, registry: string): TektonOptions => ({
  definitions: readDefinitions(join(root, 'imports/crds/tekton.dev')),
  standIns: {
    programs: {
      '/kaniko/executor': [process.execPath, join(root, 'build/packages/embedded-cluster/stand-in/main.js'), registry],
    },
    notice: NOTICE,
  },
});
