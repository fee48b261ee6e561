import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Cleanup, ControllerResources, Quantities } from './install-props.js';
import { CONTROLLER, labels, METRICS_PORT, selector } from './names.js';

export interface ControllerDeployment {
  readonly namespace: string;
  readonly image: string;
  readonly imagePullSecrets: readonly { readonly name: string }[];
  readonly replicas: number;
  readonly resources: ControllerResources;
  readonly heapMiB: number;
  readonly logLevel: string;
  /** Empty for all. */
  readonly watchNamespaces: readonly string[];
  readonly cleanup: Cleanup;
}

/** The controller under Pod Security `restricted`. A rollout starts the new replica before it ends the old one. */
export function emitControllerDeployment(scope: Construct, props: ControllerDeployment): void {
  const { namespace, replicas } = props;
  new k8s.KubeDeployment(scope, 'Deployment', {
    metadata: { name: CONTROLLER, namespace, labels },
    spec: {
      replicas,
      revisionHistoryLimit: 3,
      selector: { matchLabels: selector },
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
      },
      template: { metadata: { labels }, spec: podSpec(props) },
    },
  });
}

function podSpec(props: ControllerDeployment): k8s.PodSpec {
  return {
    serviceAccountName: CONTROLLER,
    automountServiceAccountToken: true,
    imagePullSecrets: [...props.imagePullSecrets],
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    // Replicas on one node fall together; a cluster of one node runs them all the same.
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: selector },
      },
    ],
    terminationGracePeriodSeconds: 30,
    containers: [container(props)],
  };
}

/**
 * With a small young generation, which takes tens of megabytes from the peak of a run of 10,000 tasks. Below 4 MB it costs
 * more CPU than it saves in memory (bench/README.md).
 */
export const nodeOptions = (heapMiB: number | string): string =>
  `--max-old-space-size=${heapMiB} --max-semi-space-size=4`;

/**
 * One pool for all threads: glibc gives each its own, and keeps in each what was freed. And whatever is large has pages of
 * its own, which go back when it is freed: glibc raises that limit with each, until a page of a list stays for good.
 */
export const mallocOptions = [
  { name: 'MALLOC_ARENA_MAX', value: '1' },
  { name: 'MALLOC_MMAP_THRESHOLD_', value: '262144' },
  { name: 'MALLOC_TRIM_THRESHOLD_', value: '1048576' },
];

function container(props: ControllerDeployment): k8s.Container {
  return {
    name: 'controller',
    image: props.image,
    imagePullPolicy: 'IfNotPresent',
    env: [
      { name: 'LEADER_ELECT', value: 'true' },
      { name: 'METRICS_PORT', value: String(METRICS_PORT) },
      { name: 'LOG_LEVEL', value: props.logLevel },
      { name: 'WATCH_NAMESPACES', value: props.watchNamespaces.join(',') },
      { name: 'TTL_DAYS', value: String(props.cleanup.ttlDays ?? '') },
      { name: 'FAILED_TTL_DAYS', value: String(props.cleanup.failedTTLDays ?? '') },
      { name: 'NODE_OPTIONS', value: nodeOptions(props.heapMiB) },
      ...mallocOptions,
    ],
    ports: [{ name: 'metrics', containerPort: METRICS_PORT, protocol: 'TCP' }],
    livenessProbe: probe('/healthz', 20, 3),
    readinessProbe: probe('/readyz', 10, 2),
    resources: { requests: quantities(props.resources.requests), limits: quantities(props.resources.limits) },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}

/** A busy replica may answer late; it is restarted only when it has not answered for a minute. */
function probe(path: string, periodSeconds: number, failureThreshold: number): k8s.Probe {
  const httpGet = { path, port: k8s.IntOrString.fromString('metrics') };
  return { httpGet, periodSeconds, failureThreshold, timeoutSeconds: 5 };
}

const quantities = (given: Quantities = {}): Record<string, k8s.Quantity> =>
  Object.fromEntries(Object.entries(given).map(([name, amount]) => [name, k8s.Quantity.fromString(amount)]));
