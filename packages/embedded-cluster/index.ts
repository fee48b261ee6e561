/**
 * The embedded cluster: an in-memory Kubernetes API server with its controllers, and this machine as its one node.
 * All that others may import, except what only tests need (`testing.ts`).
 */
export { ApiError } from './api-error.js';
export { type KubeconfigServer, kubeconfigYaml, writeKubeconfig } from './api-server/kubeconfig.js';
export {
  type ApiServer,
  type ApiServerOptions,
  type ApiServerSnapshot,
  type Authorize,
  type LogOptions,
  type LogSource,
  type RequestAttributes,
  type RestoreOptions,
  startApiServer,
} from './api-server/start-api-server.js';
export { type LocalCluster, type LocalClusterOptions, startCluster } from './cluster.js';
export type { LocalApi, LocalDeleteOptions, LocalWatchEvent, ResourceName } from './local-api.js';
export type { CommandForImage } from './node/container/container-command.js';
export { type References, UnresolvedReference } from './node/container/container-env.js';
export { ImageNotMapped } from './node/container/prepare-container.js';
export { processStartTime } from './node/processes/process-start-time.js';
export { removeTree } from './node/scratch/remove-tree.js';
export type { ConfigMap, Container, Deployment, Job, Pod, ReplicaSet, Secret, Service, Volume } from './objects.js';
export {
  type OpenPod,
  type OpenPodOptions,
  openPod,
  type PodContainer,
  type PodMount,
  type PodProcess,
} from './open-pod.js';
export type { PodStreams } from './pod-streams.js';
export { readRegularFile } from './regular-file.js';
export { NOTICE } from './stand-in/notice.js';
export { findImage } from './stand-in/registry-folder.js';
export { commandOfImage, type ImageFolders } from './stand-in/run-image.js';
export { readDefinitions } from './tekton/read-definitions.js';
export type { StandIns, TektonOptions } from './tekton/start-tekton.js';
