import { App, Chart } from 'cdk8s';
import { dump } from 'js-yaml';
import { VERSION } from '../../../api/version.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { nodeOptions } from '../controller-deployment.js';
import type { InstallProps } from '../install-props.js';
import { KubetaskInstall } from '../kubetask-install.js';
import { CLEANUP, CONTROLLER } from '../names.js';
import { concerns } from '../policies/kind-policy.js';
import { chartValues, chartValuesSchema } from './chart-values.js';
import { block, list, marked, scalar, templateText } from './template-text.js';
import { workspaceTemplate } from './workspace-template.js';

/** Names that no other text contains, and what Helm puts in their place. */
const RELEASE_NAMESPACE = 'helm-release-namespace';
const WATCHED_NAMESPACE = 'helm-watched-namespace';

const clusterWide = '{{- if not .Values.watchNamespaces }}';
const perNamespace = '{{- range .Values.watchNamespaces }}';
const withPolicyValues = '{{- if .Values.policies }}';
const withCleanup = '{{- if .Values.cleanup }}';

/**
 * The installation as a Helm chart: its files by path below the chart's folder. With the same values it renders what
 * `KubetaskInstall` synthesizes, less the namespace, which Helm makes.
 */
export function helmChart(): ReadonlyMap<string, string> {
  const cleanup = { ttlDays: 1 };
  const cluster = objects({ replicas: 2, cleanup, policies: { action: 'Deny' } });
  const namespaced = objects({ watchNamespaces: [WATCHED_NAMESPACE], cleanup });
  const all = (kinds: readonly string[], from = cluster) => from.filter(({ kind }) => kinds.includes(kind));
  const everywhere = all(['ClusterRole', 'ClusterRoleBinding']);
  const watched = all(['Role', 'RoleBinding'], namespaced).filter(
    ({ metadata }) => metadata.namespace === WATCHED_NAMESPACE,
  );
  const users = everywhere.filter(({ metadata: { name } }) => name !== CONTROLLER && name !== CLEANUP);
  return new Map([
    ['Chart.yaml', dump(chartMetadata)],
    ['values.yaml', chartValues()],
    ['values.schema.json', chartValuesSchema()],
    ...all(['CustomResourceDefinition']).map((crd): [string, string] => [
      `crds/${crd.metadata.name}.yaml`,
      dump(crd, { lineWidth: -1, noRefs: true }),
    ]),
    ['templates/service-account.yaml', template(all(['ServiceAccount']))],
    ['templates/user-roles.yaml', template(users, '{{- if .Values.userRoles }}')],
    ['templates/cluster-role.yaml', template(named(CONTROLLER, everywhere), clusterWide)],
    ['templates/watched-namespaces.yaml', template(named(CONTROLLER, watched), perNamespace)],
    ['templates/cleanup-cluster-role.yaml', template(named(CLEANUP, everywhere), withCleanup, clusterWide)],
    ['templates/cleanup-watched-namespaces.yaml', template(named(CLEANUP, watched), withCleanup, perNamespace)],
    ['templates/election-role.yaml', template(all(['Role', 'RoleBinding']))],
    ['templates/deployment.yaml', template(all(['Deployment']).map(withValues))],
    ['templates/network.yaml', template(all(['Service', 'NetworkPolicy']).map(withPorts))],
    [
      'templates/disruption-budget.yaml',
      template(all(['PodDisruptionBudget']), '{{- if gt (int .Values.replicas) 1 }}'),
    ],
    ['templates/workspace.yaml', workspaceTemplate],
    [
      'templates/policies.yaml',
      template([...all(['ConfigMap']), ...all(policyKinds)].map(withPolicies), withPolicyValues),
    ],
  ]);
}

const named = (wanted: string, objects: readonly KubernetesObject[]) =>
  objects.filter(({ metadata: { name } }) => name === wanted);

const chartMetadata = {
  apiVersion: 'v2',
  name: 'kubetask',
  description: 'Run AI agents and scripts over many repositories on Kubernetes, reviewed like code',
  type: 'application',
  version: VERSION,
  appVersion: VERSION,
  kubeVersion: '>=1.28.0-0',
};

function objects(props: InstallProps): KubernetesObject[] {
  const chart = new Chart(new App(), 'install');
  new KubetaskInstall(chart, 'kubetask', { namespace: RELEASE_NAMESPACE, ...props });
  return chart.toJson() as KubernetesObject[];
}

/** @param guards open actions that are closed at the end of the file. */
function template(parts: readonly KubernetesObject[], ...guards: readonly string[]): string {
  const texts = parts.map((object) => `---\n${templateText(object)}`).join('');
  const placed = texts
    .replaceAll(RELEASE_NAMESPACE, '{{ $.Release.Namespace | quote }}')
    .replaceAll(WATCHED_NAMESPACE, '{{ . | quote }}');
  const ends = guards.map(() => '{{- end }}\n');
  return [...guards.map((guard) => `${guard}\n`), placed, ...ends].join('');
}

const container = 'spec.template.spec.containers.controller';

const deploymentMarks: readonly (readonly [string, string])[] = [
  ['spec.replicas', scalar('.Values.replicas')],
  ['spec.template.spec.imagePullSecrets', block('.Values.imagePullSecrets')],
  [`${container}.image`, scalar('.Values.image | quote')],
  [`${container}.resources`, block('.Values.resources')],
  [`${container}.env.LOG_LEVEL.value`, scalar('.Values.logLevel | quote')],
  [`${container}.env.WATCH_NAMESPACES.value`, scalar('join `,` .Values.watchNamespaces | quote')],
  [`${container}.env.TTL_DAYS.value`, scalar('.Values.cleanup.ttlDays | default `` | quote')],
  [`${container}.env.FAILED_TTL_DAYS.value`, scalar('.Values.cleanup.failedTTLDays | default `` | quote')],
  [`${container}.env.NODE_OPTIONS.value`, nodeOptions(scalar('.Values.heapMiB'))],
];

const withValues = (deployment: KubernetesObject): KubernetesObject =>
  deploymentMarks.reduce((object, [path, mark]) => marked(object, path, mark), deployment);

const policyKinds = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];

function withPolicies(object: KubernetesObject): KubernetesObject {
  if (object.kind === 'ValidatingAdmissionPolicyBinding')
    return marked(object, 'spec.validationActions.0', scalar('.Values.policies.action | default `Deny` | quote'));
  if (object.kind !== 'ConfigMap') return object;
  return concerns.reduce(
    (lists, concern) => marked(lists, `data.${concern}`, scalar(`join \` \` .Values.policies.${concern} | quote`)),
    object,
  );
}

const withPorts = (object: KubernetesObject): KubernetesObject =>
  object.kind === 'NetworkPolicy'
    ? marked(object, 'spec.egress.0.ports', list('.Values.apiServerPorts', '{port: %, protocol: TCP}'))
    : object;
