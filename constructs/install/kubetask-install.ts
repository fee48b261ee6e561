import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { crds } from '../../api/generated/crds.js';
import { VERSION } from '../../api/version.js';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { emitObject } from '../emit-object.js';
import { isVersionGiven, Lints } from '../linter/lints.js';
import { emitControllerDeployment } from './controller-deployment.js';
import { emitDisruptionBudget, emitMetricsService, emitNetworkPolicy } from './controller-network.js';
import { emitControllerRbac } from './controller-rbac.js';
import { workspaceSpec } from './default-workspace.js';
import { installProblems } from './install-problems.js';
import type { InstallProps } from './install-props.js';
import { CONTROLLER, DEFAULT_NAMESPACE, labels } from './names.js';
import { emitPolicies } from './policies/emit-policies.js';
import { emitUserRoles } from './user-roles.js';

/** The oldest Kubernetes with ValidatingAdmissionPolicies of v1. */
const VERSION_OF_POLICIES = '1.30';

/** What an installation is without any choice. */
export const installDefaults = {
  namespace: DEFAULT_NAMESPACE,
  image: `ghcr.io/kubetask/controller:v${VERSION}`,
  imagePullSecrets: [],
  replicas: 1,
  resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '256Mi' } },
  heapMiB: 180,
  logLevel: 'info',
  watchNamespaces: [],
  cleanup: {},
  apiServerPorts: [443, 6443],
  crds: true,
  userRoles: true,
  workspace: {},
  policies: {},
} as const satisfies Required<InstallProps>;

/** The controller and all it needs, in the order in which they can be applied. */
export class KubetaskInstall extends Construct {
  constructor(scope: Construct, id: string, given: InstallProps = {}) {
    super(scope, id);
    const problems = installProblems(given);
    this.node.addValidation({ validate: () => problems.map(formatFieldError) });
    if (problems.length > 0) return;
    const props: Required<InstallProps> = { ...installDefaults, ...given };
    if (props.crds) emitCrds(this);
    this.#emitNamespace(props.namespace);
    if (props.userRoles) emitUserRoles(this);
    emitControllerRbac(this, props);
    emitControllerDeployment(this, props);
    emitMetricsService(this, props.namespace);
    emitNetworkPolicy(this, props.namespace, props.apiServerPorts);
    if (props.replicas > 1) emitDisruptionBudget(this, props.namespace);
    this.#emitWorkspaces(props);
    if (Object.keys(props.policies).length === 0) return;
    if (!isVersionGiven(this)) Lints.of(this).configure({ kubernetesVersion: VERSION_OF_POLICIES });
    emitPolicies(this, props.namespace, props.policies);
  }

  #emitNamespace(namespace: string): void {
    const enforced = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    new k8s.KubeNamespace(this, 'Namespace', { metadata: { name: namespace, labels: { ...labels, ...enforced } } });
    new k8s.KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: CONTROLLER, namespace, labels },
      automountServiceAccountToken: false,
    });
  }

  #emitWorkspaces({ namespace, watchNamespaces, workspace }: Required<InstallProps>): void {
    const spec = workspaceSpec(workspace);
    if (!spec) return;
    for (const place of watchNamespaces.length > 0 ? watchNamespaces : [namespace]) {
      const metadata = { name: 'default', namespace: place, labels };
      emitObject(this, `WorkspaceConfig ${place}`, {
        apiVersion: 'kubetask.io/v1alpha1',
        kind: 'WorkspaceConfig',
        metadata,
        ...{ spec },
      });
    }
  }
}

function emitCrds(scope: Construct): void {
  for (const [kind, { apiVersion, kind: crd, metadata, spec }] of Object.entries(crds))
    new ApiObject(scope, kind, { apiVersion, kind: crd, metadata: { name: metadata.name }, spec });
}
