import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { CONTROLLER, labels, METRICS_PORT, selector } from './names.js';

/** A Service for scraping metrics. */
export function emitMetricsService(scope: Construct, namespace: string): void {
  new k8s.KubeService(scope, 'Service', {
    metadata: { name: `${CONTROLLER}-metrics`, namespace, labels },
    spec: {
      selector,
      ports: [
        { name: 'metrics', port: METRICS_PORT, targetPort: k8s.IntOrString.fromString('metrics'), protocol: 'TCP' },
      ],
    },
  });
}

/** In: probes and metrics. Out: the API server, which is found by the address that every Pod is given, without DNS. */
export function emitNetworkPolicy(scope: Construct, namespace: string, apiServerPorts: readonly number[]): void {
  const port = (number: number) => ({ port: k8s.IntOrString.fromNumber(number), protocol: 'TCP' });
  new k8s.KubeNetworkPolicy(scope, 'NetworkPolicy', {
    metadata: { name: CONTROLLER, namespace, labels },
    spec: {
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ports: [port(METRICS_PORT)] }],
      egress: [{ ports: apiServerPorts.map(port) }],
    },
  });
}

/** Drains of nodes leave one replica. */
export function emitDisruptionBudget(scope: Construct, namespace: string): void {
  new k8s.KubePodDisruptionBudget(scope, 'PodDisruptionBudget', {
    metadata: { name: CONTROLLER, namespace, labels },
    spec: { minAvailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: selector } },
  });
}
