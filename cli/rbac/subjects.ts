import { InvalidArgumentError } from 'commander';
import { labelErrors, subdomainErrors } from '../../packages/kubernetes-conventions/metadata/names.js';

/** Who gets the rights of a Role. Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects */
export type Subject =
  | { readonly kind: 'User' | 'Group'; readonly apiGroup: 'rbac.authorization.k8s.io'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string };

/** Collects `--user` or `--group`. @throws InvalidArgumentError for a name that is empty */
export const collectNamed =
  (kind: 'User' | 'Group') =>
  (name: string, known: readonly Subject[] = []): readonly Subject[] => {
    if (name.trim() === '') throw new InvalidArgumentError('the name is empty.');
    return [...known, { kind, apiGroup: 'rbac.authorization.k8s.io', name }];
  };

/** Collects `--serviceaccount namespace:name`. @throws InvalidArgumentError for anything else */
export function collectServiceAccount(text: string, known: readonly Subject[] = []): readonly Subject[] {
  const [namespace = '', name = '', ...rest] = text.split(':');
  const isValid = rest.length === 0 && labelErrors(namespace).length === 0 && subdomainErrors(name).length === 0;
  if (!isValid) throw new InvalidArgumentError("use 'namespace:name', such as ci:deployer.");
  return [...known, { kind: 'ServiceAccount', name, namespace }];
}
