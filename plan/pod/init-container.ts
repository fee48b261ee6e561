import type { V1Container } from '@kubernetes/client-node';
import { INIT_MESSAGE_PATH } from './paths.js';
import { type SetupScript, setupMount, startOf } from './setup-script.js';

type InitContainer = Pick<V1Container, 'name' | 'args' | 'env' | 'volumeMounts' | 'image'>;

/**
 * An init container that runs a script of ours, out of its ConfigMap. Parameters reach the script through its arguments and its
 * environment, never pasted into its text; its reason for failing goes to the termination message.
 */
export function scriptContainer(
  script: SetupScript,
  { env = [], volumeMounts = [], ...rest }: InitContainer,
): V1Container {
  return {
    ...rest,
    command: ['/bin/sh', '-c', startOf(script), rest.name],
    env: [{ name: 'KUBETASK_MESSAGE', value: INIT_MESSAGE_PATH }, ...env],
    terminationMessagePath: INIT_MESSAGE_PATH,
    volumeMounts: [setupMount, ...volumeMounts],
  };
}
