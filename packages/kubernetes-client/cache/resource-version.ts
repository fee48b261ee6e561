/**
 * Whether one version comes before another of the same resource. False unless both are whole numbers without leading zeros,
 * of any length, as Kubernetes makes them.
 *
 * @source https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
export function isLowerVersion(version: string | undefined, other: string | undefined): boolean {
  if (!isNumber(version) || !isNumber(other)) return false;
  return version.length === other.length ? version < other : version.length < other.length;
}

const isNumber = (version: string | undefined): version is string => /^[1-9]\d*$/.test(version ?? '');
