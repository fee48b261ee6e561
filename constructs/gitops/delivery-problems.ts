import { type FieldError, formatFieldError, invalid, required } from '../../packages/structural-schema/field-error.js';
import { labelErrors } from '../../plan/metadata/metadata-errors.js';
import { gitRefProblem } from '../../plan/text/git-ref.js';
import { gitUrlProblem } from '../../plan/text/git-url.js';
import type { Delivered } from './delivery.js';
import type { ArgoCdProps } from './delivery-props.js';

/** What is wrong with the props of what is delivered, each with its path. */
export function deliveryProblems({ repoUrl, revision, path, namespace, argocd, flux }: Delivered): string[] {
  return [
    ...(repoUrl
      ? wrong('repoUrl', repoUrl, gitUrlProblem(repoUrl))
      : [required('repoUrl', 'give the URL for git clone')]),
    ...wrong('revision', revision, revision === undefined ? undefined : gitRefProblem(revision)),
    ...wrong('path', path, isFolder(path) ? undefined : 'give a folder of the repository, such as dist'),
    ...wrong('namespace', namespace, isNamespace(namespace) ? undefined : 'give a namespace, such as agents'),
    ...(argocd ? argoErrors(argocd) : []),
    ...waitProblems(flux ? flux.waitForRuns : undefined),
  ].map(formatFieldError);
}

const argoErrors = ({
  kinds = [],
  clusters,
}: ArgoCdProps & { readonly clusters?: Readonly<Record<string, string>> }) => [
  ...labelErrors('argocd.clusters', clusters),
  ...kinds.flatMap(({ kind }, index) =>
    kind ? [] : [required(`argocd.kinds[${index}].kind`, 'such as ExternalSecret')],
  ),
];

/** Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const isNamespace = (namespace: string): boolean => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace);

const wrong = (path: string, value: unknown, detail: string | undefined): FieldError[] =>
  detail === undefined ? [] : [invalid(path, value, detail)];

/** Braces would be part of a template of an ApplicationSet. */
const isFolder = (path = 'dist'): boolean =>
  path.split('/').every((part) => /^[^\s{}\\]+$/.test(part) && !/^\.{1,2}$/.test(part));

const waitProblems = (waitForRuns: string | undefined): FieldError[] =>
  waitForRuns === undefined || /^(\d+(\.\d+)?(h|m|s))+$/.test(waitForRuns)
    ? []
    : [invalid('flux.waitForRuns', waitForRuns, 'give a duration such as 2h')];
