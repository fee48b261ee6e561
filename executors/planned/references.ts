import type { ConfigMap, References, Secret } from '../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { LocalPlan } from './plan-local.js';
import { type PodReference, podReferences } from './pod-references.js';
import { secretsFromEnv } from './secret-variables.js';

/** The references of the plan's Pod, less the ConfigMaps that are part of the plan, in the order of their use. Pure. */
export function openReferences({ pod, configMaps }: LocalPlan): PodReference[] {
  const planned = new Set(configMaps.map(({ metadata }) => metadata.name));
  return podReferences(pod).filter(({ kind, name }) => kind === 'Secret' || !planned.has(name));
}

/**
 * Finds what the Pod of a plan refers to: among the ConfigMaps of the plan and `objects`; a Secret that is not among them is
 * made of variables. Pure.
 *
 * @throws ExecutionFailure with everything that is missing; it names no value
 */
export function resolveReferences(
  plan: LocalPlan,
  objects: readonly KubernetesObject[],
  env: NodeJS.ProcessEnv,
): References {
  const configMaps = byName<ConfigMap>([...objects, ...plan.configMaps], 'ConfigMap');
  const given = byName<Secret>(objects, 'Secret');
  const references = openReferences(plan);
  const absent = references.filter(({ kind, name }) => kind === 'Secret' && !given.has(name));
  const { secrets, missing } = secretsFromEnv(absent, env);
  const lines = [...tokenLines(plan), ...missingKeys(references, configMaps, given), ...missing];
  if (lines.length > 0) throw missingValues(plan.name, lines, missing.length > 0);
  const made = byName<Secret>(secrets, 'Secret');
  return {
    configMap: (name) => configMaps.get(name),
    secret: (name) => withData(given.get(name)) ?? made.get(name),
  };
}

/** Whoever it is for would not believe a token that this machine has signed. */
const tokenLines = ({ pod: { spec } }: LocalPlan): string[] =>
  (spec.volumes ?? [])
    .flatMap(({ projected }) => projected?.sources ?? [])
    .flatMap(({ serviceAccountToken: token }) =>
      token
        ? [
            `the token of ServiceAccount ${spec.serviceAccountName ?? 'default'} for ${token.audience ?? 'the API server'}, which only its cluster issues; run the task there, or leave serviceAccountToken out of credentials`,
          ]
        : [],
    );

function missingValues(task: string, lines: readonly string[], isSecret: boolean): ExecutionFailure {
  const advice = isSecret ? ['set the variables, or read the Secrets of the cluster with --with-secrets'] : [];
  return new ExecutionFailure(`Cannot run ${task} here: values are missing`, [...lines, ...advice]);
}

/** Where ConfigMaps and Secrets keep their keys. */
interface Texts {
  readonly data?: object;
  readonly binaryData?: object;
  readonly stringData?: object;
}

/** Of the ConfigMaps and Secrets that are there as objects. */
function missingKeys(
  references: readonly PodReference[],
  configMaps: ReadonlyMap<string, ConfigMap>,
  secrets: ReadonlyMap<string, Secret>,
): string[] {
  const lines = references.flatMap(({ kind, name, key, isOptional }) => {
    const isSecret = kind === 'Secret';
    const object = isSecret ? secrets.get(name) : configMaps.get(name);
    if (isOptional || (isSecret && !object)) return [];
    if (!object) return [`ConfigMap ${name} does not exist; add its file with -f, or create it`];
    const { data = {}, binaryData = {}, stringData = {} }: Texts = object;
    const keys = Object.keys({ ...data, ...binaryData, ...stringData });
    return key === undefined || keys.includes(key) ? [] : [`${kind} ${name} has no key ${key}`];
  });
  return [...new Set(lines)];
}

const byName = <T extends KubernetesObject>(objects: readonly KubernetesObject[], kind: string): Map<string, T> =>
  new Map(
    objects
      .filter((object) => object.apiVersion === 'v1' && object.kind === kind)
      .map((object) => [object.metadata.name, object as T]),
  );

/** As an API server stores it: `stringData` becomes `data`. */
function withData(secret: (Secret & { readonly stringData?: Readonly<Record<string, string>> }) | undefined) {
  if (!secret?.stringData) return secret;
  const encoded = Object.entries(secret.stringData).map(([key, text]): [string, string] => [
    key,
    Buffer.from(text).toString('base64'),
  ]);
  return { ...secret, data: { ...secret.data, ...Object.fromEntries(encoded) } };
}
