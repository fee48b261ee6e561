import { join } from 'node:path';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import { NOTICE } from '../../local/stand-in/notice.js';
import { readDefinitions } from '../../local/tekton/read-definitions.js';
import type { TektonOptions } from '../../local/tekton/start-tekton.js';

/** Whether somebody will ask for Tekton: with the cluster left up, that may be anyone. */
export const needsTekton = (objects: readonly KubernetesObject[], keep: boolean): boolean =>
  keep || objects.some(({ apiVersion, kind }) => kind === 'AgentBuild' || apiVersion.startsWith('tekton.dev/'));

/** Tekton's kinds, with a folder for a registry and the stand-in for kaniko. @param root of the checkout */
export const tektonOptions = (root: string, registry: string): TektonOptions => ({
  definitions: readDefinitions(join(root, 'imports/crds/tekton.dev')),
  standIns: {
    programs: { '/kaniko/executor': [process.execPath, join(root, 'build/local/stand-in/main.js'), registry] },
    notice: NOTICE,
  },
});
