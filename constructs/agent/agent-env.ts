import type { EnvVar } from '../../api/generated/kinds.js';
import type { ConfigMapObject, SecretObject } from '../cdk8s-plus-objects.js';

/** One variable of an agent, as in a Pod. Text is `{ name, value }`. */
export type AgentEnv = Readonly<EnvVar>;

interface ReferenceOptions {
  /**
   * Whether the object or the key can be missing. The variable is then not set.
   *
   * @default false: the agent does not start without it
   */
  readonly optional?: boolean;
}

/** Builders of variables whose value is not text. */
export const AgentEnv = {
  /** `AgentEnv.fromSecret('API_KEY', secret, 'key')`: the value stays in the Secret. */
  fromSecret: (name: string, secret: SecretObject, key: string, options: ReferenceOptions = {}): AgentEnv => ({
    name,
    valueFrom: { secretKeyRef: { name: secret.name, key, ...options } },
  }),

  /**
   * `AgentEnv.fromConfigMap('STYLE', configMap, 'style')`: if the ConfigMap is in the same app, a change of it rolls
   * the agent out.
   */
  fromConfigMap: (name: string, configMap: ConfigMapObject, key: string, options: ReferenceOptions = {}): AgentEnv => ({
    name,
    valueFrom: { configMapKeyRef: { name: configMap.name, key, ...options } },
  }),
};
