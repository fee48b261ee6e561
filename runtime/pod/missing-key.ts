import type { V1Volume } from '@kubernetes/client-node';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';

/**
 * The kubelet's words for a volume that lacks a key name the key alone; with the planned volumes at hand the ConfigMap or
 * Secret is named, too. Any other message as it is.
 *
 * @source kubernetes: pkg/volume/secret/secret.go and pkg/volume/configmap/configmap.go, `references non-existent`
 */
export function withMissingObject(message: string, volumes: () => readonly V1Volume[]): string {
  const [, word, key = ''] = /references non-existent (secret|config) key: (\S+)/.exec(message) ?? [];
  if (word === undefined) return message;
  const [, volume] = /volume "([^"]+)"/.exec(message) ?? [];
  const named = volumes().filter(({ name }) => volume === undefined || name === volume);
  const objects = [
    ...new Set(
      named
        .flatMap(word === 'secret' ? secretsOf : configMapsOf)
        .filter(holds(key))
        .map(nameOf),
    ),
  ];
  if (objects.length === 0) return message;
  const kind = word === 'secret' ? 'Secret' : 'ConfigMap';
  return oneLine(`${message}; add the key ${key} to ${kind} ${objects.join(' or ')}`);
}

interface KeySource {
  readonly name: string | undefined;
  readonly items: readonly { readonly key: string }[];
}

const secretsOf = ({ secret, projected }: V1Volume): KeySource[] => [
  ...(secret ? [{ name: secret.secretName, items: secret.items ?? [] }] : []),
  ...(projected?.sources ?? []).flatMap((source) => (source.secret ? [keySource(source.secret)] : [])),
];

const configMapsOf = ({ configMap, projected }: V1Volume): KeySource[] => [
  ...(configMap ? [keySource(configMap)] : []),
  ...(projected?.sources ?? []).flatMap((source) => (source.configMap ? [keySource(source.configMap)] : [])),
];

const keySource = ({
  name,
  items = [],
}: {
  name?: string | undefined;
  items?: { key: string }[] | undefined;
}): KeySource => ({ name, items });

const holds =
  (wanted: string) =>
  ({ name, items }: KeySource): boolean =>
    name !== undefined && items.some(({ key }) => key === wanted);

const nameOf = ({ name }: KeySource): string => name ?? '';
