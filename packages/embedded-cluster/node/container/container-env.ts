import type { ConfigMap, Container, EnvVar, Pod, Secret } from '../../objects.js';
import { expandVariables } from './expand-variables.js';
import { podField, resourceField } from './field-ref.js';

/** A projected token that a Pod asks for. */
export interface TokenProjection {
  readonly path: string;
  /** @default that of the API server */
  readonly audience?: string;
  readonly expirationSeconds?: number;
}

/** Where ConfigMaps and Secrets of the Pod's namespace are found. */
export interface References {
  /** Of the namespace of the Pod. */
  configMap(name: string): ConfigMap | undefined;
  /** Of the namespace of the Pod. */
  secret(name: string): Secret | undefined;
  /**
   * A token of the Pod's ServiceAccount; absent where nobody can issue one.
   *
   * @throws UnresolvedReference when the ServiceAccount does not exist
   */
  readonly token?: (pod: Pod, projection: TokenProjection) => string;
}

/** A reference that does not resolve; the message is the kubelet's. It may resolve later. */
export class UnresolvedReference extends Error {
  override readonly name = 'UnresolvedReference';
}

/**
 * The environment the container asks for, in order of definition: `envFrom`, then `env`, later names winning.
 *
 * @throws UnresolvedReference when a required ConfigMap, Secret or key is missing
 */
export function containerEnv(pod: Pod, container: Container, references: References): Map<string, string> {
  const env = new Map<string, string>();
  for (const [name, value] of importedEnv(container, references)) env.set(name, value);
  for (const variable of container.env ?? []) {
    const value = variableValue(pod, container, variable, env, references);
    if (value !== undefined) env.set(variable.name, value);
  }
  return env;
}

function importedEnv(container: Container, references: References): [string, string][] {
  return (container.envFrom ?? []).flatMap(({ prefix = '', configMapRef, secretRef }) => {
    const values = {
      ...(configMapRef && configMapText(references, configMapRef)),
      ...(secretRef && secretText(references, secretRef)),
    };
    return Object.entries(values).map(([name, value]): [string, string] => [`${prefix}${name}`, value]);
  });
}

function variableValue(
  pod: Pod,
  container: Container,
  { value, valueFrom }: EnvVar,
  env: ReadonlyMap<string, string>,
  references: References,
): string | undefined {
  if (valueFrom?.configMapKeyRef) return configMapValue(pod, valueFrom.configMapKeyRef, references);
  if (valueFrom?.secretKeyRef) return secretValue(pod, valueFrom.secretKeyRef, references);
  if (valueFrom?.fieldRef) return podField(pod, valueFrom.fieldRef.fieldPath);
  if (valueFrom?.resourceFieldRef) return resourceField(pod, container, valueFrom.resourceFieldRef);
  return expandVariables(value ?? '', env);
}

interface KeyRef {
  readonly name?: string;
  readonly key: string;
  readonly optional?: boolean;
}

function configMapValue(pod: Pod, ref: KeyRef, references: References): string | undefined {
  const value = configMapText(references, ref)[ref.key];
  if (value !== undefined || ref.optional) return value;
  throw new UnresolvedReference(`couldn't find key ${ref.key} in ConfigMap ${pod.metadata.namespace}/${ref.name}`);
}

function secretValue(pod: Pod, ref: KeyRef, references: References): string | undefined {
  const value = secretText(references, ref)[ref.key];
  if (value !== undefined || ref.optional) return value;
  throw new UnresolvedReference(`couldn't find key ${ref.key} in Secret ${pod.metadata.namespace}/${ref.name}`);
}

function configMapText(references: References, { name = '', optional }: Omit<KeyRef, 'key'>): Record<string, string> {
  const configMap = references.configMap(name);
  if (!configMap && !optional) throw new UnresolvedReference(`configmap "${name}" not found`);
  return configMap?.data ?? {};
}

function secretText(references: References, { name = '', optional }: Omit<KeyRef, 'key'>): Record<string, string> {
  const secret = references.secret(name);
  if (!secret && !optional) throw new UnresolvedReference(`secret "${name}" not found`);
  const entries = Object.entries(secret?.data ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}
