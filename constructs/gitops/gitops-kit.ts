import type { App } from 'cdk8s';
import { Construct } from 'constructs';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';
import { objectProblems } from '../../plan/manifest/together/object-problems.js';
import { formatProblem } from '../../plan/problem.js';
import { gitRefProblem } from '../../plan/text/git-ref.js';
import { gitUrlProblem } from '../../plan/text/git-url.js';
import { emitObject } from '../emit-object.js';
import { FolderChart } from '../folder-chart.js';
import { reportProblems } from '../reported-problems.js';
import { applications, appProject } from './argocd/applications.js';
import { argoCustomizations } from './argocd/customizations.js';
import { type Delivery, deliveredFolders } from './delivery.js';
import { gitRepository, kustomizations } from './flux/kustomizations.js';

/** How Argo CD delivers. */
export interface ArgoCdOptions {
  /** @default argocd */
  readonly namespace?: string;
  /**
   * Labels of the clusters that get the objects, as Argo CD's cluster Secrets have them. Each cluster gets all of them.
   *
   * @default the cluster of Argo CD alone
   */
  readonly clusters?: Readonly<Record<string, string>>;
}

/** How Flux delivers. */
export interface FluxOptions {
  /** @default flux-system */
  readonly namespace?: string;
  /**
   * How long the Kustomization of the runs waits until they have succeeded, such as `2h`. It fails if one fails.
   *
   * @default it does not wait
   */
  readonly waitForRuns?: string;
}

/** Props of a GitopsKit. */
export interface GitopsKitProps {
  /** URL of the repository that the synthesized files are committed to. */
  readonly repoUrl: string;
  /**
   * Branch that is delivered.
   *
   * @default main
   */
  readonly revision?: string;
  /**
   * The output folder in the repository.
   *
   * @default dist
   */
  readonly path?: string;
  /** Namespace of the objects. */
  readonly namespace: string;
  /** `false` for none. @default an Application for each of the folders `templates` and `runs` */
  readonly argocd?: ArgoCdOptions | false;
  /** `false` for none. @default a Kustomization for each of the folders `templates` and `runs` */
  readonly flux?: FluxOptions | false;
}

/**
 * What Argo CD and Flux need to deliver templates and runs apart, and to say how they are: `gitops/argocd-cm.k8s.yaml`,
 * `gitops/argocd.k8s.yaml` and `gitops/flux.k8s.yaml`. The id is the name of the AppProject and the GitRepository.
 */
export class GitopsKit extends Construct {
  constructor(app: App, id: string, props: GitopsKitProps) {
    super(app, id);
    const files = filesOf(deliveryOf(id, props), props);
    const objects = Object.values(files).flat();
    reportProblems(this, () => [
      ...problemsOf(id, props),
      ...objectProblems(objects.map(checkObject)).map(formatProblem),
    ]);
    for (const [name, own] of Object.entries(files)) this.#emit(name, own);
  }

  #emit(name: string, objects: readonly KubernetesObject[]): void {
    const chart = new FolderChart(this, name, { folder: 'gitops', file: name });
    for (const object of objects) emitObject(chart, `${object.kind} ${object.metadata.name}`, object);
  }
}

const filesOf = (delivery: Delivery, { argocd, flux }: GitopsKitProps): Record<string, KubernetesObject[]> => ({
  ...(argocd === false
    ? {}
    : {
        'argocd-cm': [customizations(delivery)],
        argocd: [appProject(delivery), ...applications(delivery)],
      }),
  ...(flux === false ? {} : { flux: [gitRepository(delivery), ...kustomizations(delivery)] }),
});

function deliveryOf(
  name: string,
  { repoUrl, revision = 'main', path = 'dist', namespace, argocd, flux }: GitopsKitProps,
): Delivery {
  const { namespace: argoNamespace = 'argocd', clusters } = argocd || {};
  const { namespace: fluxNamespace = 'flux-system', waitForRuns } = flux || {};
  return {
    ...{ name, repoUrl, revision, path, namespace, folders: deliveredFolders },
    argocd: { namespace: argoNamespace, ...(clusters ? { clusters } : {}) },
    flux: { namespace: fluxNamespace, waitForRuns: waitForRuns !== undefined, timeout: waitForRuns ?? '5m' },
  };
}

function problemsOf(id: string, { repoUrl, revision, path = 'dist', flux }: GitopsKitProps): string[] {
  const urlProblem = gitUrlProblem(repoUrl);
  const revisionProblem = revision === undefined ? undefined : gitRefProblem(revision);
  const waitForRuns = flux ? flux.waitForRuns : undefined;
  return [
    ...(urlProblem === undefined ? [] : [`GitopsKit ${id}: repoUrl: ${urlProblem}`]),
    ...(revisionProblem === undefined ? [] : [`GitopsKit ${id}: revision: ${revisionProblem}`]),
    ...(/^[^/.].*[^/]$|^[^/.]$/.test(path)
      ? []
      : [`GitopsKit ${id}: path: give a folder of the repository, such as dist`]),
    ...(waitForRuns === undefined || /^(\d+(\.\d+)?(h|m|s))+$/.test(waitForRuns)
      ? []
      : [`GitopsKit ${id}: flux.waitForRuns: give a duration such as 2h`]),
  ];
}

/** Applied with `--server-side`, it adds its keys to those that Argo CD's ConfigMap has. */
const customizations = ({ argocd: { namespace } }: Delivery): KubernetesObject & { readonly data: object } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cm', namespace, labels: { 'app.kubernetes.io/part-of': 'argocd' } },
  data: argoCustomizations(),
});
