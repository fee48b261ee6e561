/** Builders of request bodies; each sets only what the fact is about. */

interface Metadata {
  readonly [field: string]: unknown;
}

const object = (apiVersion: string, kind: string, name: string, fields: object, metadata: Metadata = {}) => ({
  apiVersion,
  kind,
  metadata: { name, ...metadata },
  ...fields,
});

export const makeBatch = (name: string, spec: object = {}, metadata?: Metadata) =>
  object('kubetask.io/v1alpha1', 'Batch', name, { spec }, metadata);

export const makeRun = (name: string, spec: object = { batchRef: 'update' }, metadata?: Metadata) =>
  object('kubetask.io/v1alpha1', 'BatchRun', name, { spec }, metadata);

export const makeTask = (name: string, spec: object) => object('kubetask.io/v1alpha1', 'Task', name, { spec });

export const makeTaskRun = (name: string, spec: object = { taskRef: 'hello' }) =>
  object('kubetask.io/v1alpha1', 'TaskRun', name, { spec });

export const makeWorkspace = (name: string, spec: object) =>
  object('kubetask.io/v1alpha1', 'WorkspaceConfig', name, { spec });

export const makeConfigMap = (name: string, data: object = {}, metadata?: Metadata) =>
  object('v1', 'ConfigMap', name, { data }, metadata);

/** No node has this name, so the Pod stays Pending. */
export const nowhere = { 'kubetask.io/contract': 'nowhere' };

export const makePodSpec = (fields: object = {}) => ({
  restartPolicy: 'Never',
  nodeSelector: nowhere,
  containers: [{ name: 'main', image: 'busybox:1' }],
  ...fields,
});

export const makePod = (name: string, spec: object = {}, metadata?: Metadata) =>
  object('v1', 'Pod', name, { spec: makePodSpec(spec) }, metadata);

/** Suspended, so that no Pods are created. */
export const makeJob = (name: string, spec: object = {}, metadata?: Metadata) =>
  object('batch/v1', 'Job', name, { spec: { suspend: true, template: { spec: makePodSpec() }, ...spec } }, metadata);

export const makeAgent = (name: string, spec: object = { image: 'i:v1' }) =>
  object('beeai.dev/v1', 'Agent', name, { spec });

/** Of no Pod. @param container more of its one container */
export const makeDeployment = (name: string, container: object = {}, metadata?: Metadata) => {
  const labels = { app: name };
  const containers = [{ name: 'main', image: 'busybox:1', ...container }];
  const template = { metadata: { labels }, spec: makePodSpec({ restartPolicy: 'Always', containers }) };
  const spec = { replicas: 0, selector: { matchLabels: labels }, template };
  return object('apps/v1', 'Deployment', name, { spec }, metadata);
};

export const makeService = (name: string, ports: object[] = [{ port: 80 }], metadata?: Metadata) =>
  object('v1', 'Service', name, { spec: { selector: { app: name }, ports } }, metadata);

export const repository = (fields: object = {}) => ({
  type: 'Repository',
  repository: { org: 'o', repo: 'r', branch: 'main', ...fields },
});

export const file = (source: object = { inline: 'x' }, filePath = '/a.md') => ({
  type: 'File',
  file: { filePath, source },
});

/** A Batch of one task with this context. */
export const batchOf = (...contexts: object[]) => makeBatch('b', { variableContexts: [contexts] });
