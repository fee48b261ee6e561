/** metadata.name of everything that belongs to the controller. */
export const CONTROLLER = 'kubetask-controller';

/** metadata.name of the rights that only the removal of finished runs needs. */
export const CLEANUP = `${CONTROLLER}-cleanup`;

export const DEFAULT_NAMESPACE = 'kubetask-system';

/** What finds the controller's Pods; never to be changed, a Deployment's selector cannot be. */
export const selector = { 'app.kubernetes.io/name': 'kubetask', 'app.kubernetes.io/component': 'controller' };

/** On every object of the installation. */
export const labels = { ...selector, 'app.kubernetes.io/part-of': 'kubetask' };

/** Port of probes and metrics. */
export const METRICS_PORT = 8080;
