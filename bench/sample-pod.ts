/** managedFields as the server sends them: one small object per field. */
function fieldsOf(...paths: readonly string[]): object {
  const root: Record<string, object> = {};
  for (const path of paths) {
    let level = root;
    for (const step of path.split('>')) {
      level[step] ??= {};
      level = level[step] as Record<string, object>;
    }
  }
  return root;
}

const container = (name: string) =>
  ['image', 'imagePullPolicy', 'name', 'resources', 'terminationMessagePath', 'terminationMessagePolicy', 'command']
    .concat(['securityContext>f:allowPrivilegeEscalation', 'securityContext>f:capabilities>f:drop', 'workingDir'])
    .concat(['/workspace', '/context', '/tmp'].map((path) => `volumeMounts>k:{"mountPath":"${path}"}>f:name`))
    .concat(['HOME', 'TASK_NAME', 'WORKSPACE_DIR'].map((key) => `env>k:{"name":"${key}"}>f:value`))
    .map((path) => `f:spec>f:${name}>k:{"name":"agent"}>f:${path}`);

const controllerFields = fieldsOf(
  ...['controller-uid', 'job-name', 'kubetask.io~batch-run'].map((label) => `f:metadata>f:labels>f:${label}`),
  'f:metadata>f:generateName',
  'f:metadata>f:ownerReferences>k:{"uid":"6f2e"}',
  ...container('containers'),
  ...container('initContainers'),
  ...['dnsPolicy', 'restartPolicy', 'schedulerName', 'securityContext', 'volumes'].map((field) => `f:spec>f:${field}`),
);
const kubeletFields = fieldsOf(
  ...['ContainersReady', 'Initialized', 'PodReadyToStartContainers', 'Ready'].flatMap((type) =>
    ['lastProbeTime', 'lastTransitionTime', 'status', 'type'].map(
      (field) => `f:status>f:conditions>k:{"type":"${type}"}>f:${field}`,
    ),
  ),
  ...['containerStatuses', 'hostIP', 'initContainerStatuses', 'phase', 'podIP', 'startTime'].map(
    (f) => `f:status>f:${f}`,
  ),
);

function makeContainer(index: number): object {
  const variables = { HOME: '/workspace', TASK_NAME: `run-task-${index}`, WORKSPACE_DIR: '/workspace' };
  return {
    name: 'agent',
    image: 'ghcr.io/example/agent:1.4.2',
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh', '-c', 'exec agent run --context /context/task.md'],
    workingDir: '/workspace',
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
    resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '250m', memory: '512Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: ['workspace', 'context', 'tmp'].map((name) => ({ name, mountPath: `/${name}` })),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  };
}

const makeContainerStatus = (index: number, startedAt: string) => ({
  name: 'agent',
  image: 'ghcr.io/example/agent:1.4.2',
  imageID: 'ghcr.io/example/agent@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  containerID: `containerd://60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f55${String(index).padStart(8, '0')}`,
  ready: true,
  started: true,
  restartCount: 0,
  state: { running: { startedAt } },
});

const podsPerSecond = 10;

/**
 * The Pod of a Job as a real cluster sends it, but smaller: about 6 KB, of which `managedFields` are two fifths. Pods
 * of our runs on Kubernetes 1.36 had 7 to 12 KB and the same share. Ten start each second.
 */
export function samplePod(index: number): object {
  const time = new Date(Date.parse('2026-01-01T00:00:00Z') + Math.floor(index / podsPerSecond) * 1000)
    .toISOString()
    .replace('.000', '');
  const jobUid = `7a1b63a4-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const status = makeContainerStatus(index, time);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `run-task-${index}-x7k2p`,
      generateName: `run-task-${index}-`,
      namespace: 'default',
      uid: `6f2e63a4-0000-4000-8000-${String(index).padStart(12, '0')}`,
      resourceVersion: `${index + 2}`,
      creationTimestamp: time,
      labels: {
        'kubetask.io/batch-run': 'run',
        'kubetask.io/task-index': String(index),
        'batch.kubernetes.io/job-name': `run-task-${index}`,
        'batch.kubernetes.io/controller-uid': jobUid,
      },
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name: `run-task-${index}`, uid: jobUid, controller: true },
      ],
      managedFields: [
        { manager: 'kube-controller-manager', operation: 'Update', apiVersion: 'v1', time, fieldsV1: controllerFields },
        { manager: 'kubelet', operation: 'Update', apiVersion: 'v1', time, fieldsV1: kubeletFields },
      ],
    },
    spec: {
      containers: [makeContainer(index)],
      initContainers: [makeContainer(index)],
      volumes: ['workspace', 'context', 'tmp'].map((name) => ({ name, emptyDir: {} })),
      restartPolicy: 'Never',
      nodeName: 'node-1',
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map((key) => ({ key, operator: 'Exists', tolerationSeconds: 300 })),
    },
    status: {
      phase: 'Running',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        ...{ type, status: 'True', lastProbeTime: null, lastTransitionTime: time },
      })),
      containerStatuses: [status],
      initContainerStatuses: [status],
      startTime: time,
    },
  };
}
