import type { SecretKeyReference, WorkspaceVolume } from '../../api/generated/kinds.js';

/** What an installation may choose; the same fields in TypeScript, in a values file and in the Helm chart's values. */
export interface InstallProps {
  /** @default kubetask-system */
  readonly namespace?: string;
  /** @default ghcr.io/kubetask/controller in this version */
  readonly image?: string;
  /** Secrets for pulling it. @default none */
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  /** One replica leads, the others are on standby. @default 1 */
  readonly replicas?: number;
  /** @default requests of 20m CPU and 96Mi, a limit of 256Mi */
  readonly resources?: ControllerResources;
  /** Maximum heap of Node.js, about 70 % of the memory limit. @default 180 */
  readonly heapMiB?: number;
  /** debug, info, warn or error. @default info */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
  /**
   * The namespaces to watch, each with a Role. They must exist. An empty list means all, with a ClusterRole. @default
   * all
   */
  readonly watchNamespaces?: readonly string[];
  /**
   * How long finished runs that were created at run time are kept, and the Jobs and Pods of committed runs. @default
   * forever
   */
  readonly cleanup?: Cleanup;
  /** Ports at which API servers listen, for the NetworkPolicy. @default 443 and 6443 */
  readonly apiServerPorts?: readonly number[];
  /** Whether to install the CustomResourceDefinitions. @default true */
  readonly crds?: boolean;
  /** Whether the roles view, edit and admin include the kinds of kubetask. @default true */
  readonly userRoles?: boolean;
  /**
   * The WorkspaceConfig `default`, in each watched namespace, or in the namespace of the controller if it watches all.
   *
   * @default none
   */
  readonly workspace?: WorkspaceProps;
  /**
   * ValidatingAdmissionPolicies for the whole cluster: what objects of kubetask may name, and who may write outcomes.
   * They need Kubernetes 1.30.
   *
   * @default none
   */
  readonly policies?: PolicyProps;
}

/**
 * An entry that ends in `*` allows every value that begins with the text before it. An empty list allows everything.
 */
export interface PolicyProps {
  /** Such as `ghcr.io/my-org/*`. The built-in images are always allowed. */
  readonly images?: readonly string[];
  /** URLs with their hosts, such as `https://github.com/my-org/*`. */
  readonly repositories?: readonly string[];
  /** URLs of `Http` contexts, such as `https://api.example.com/*`. */
  readonly urls?: readonly string[];
  /** Names of Secrets, such as `kubetask-*`. */
  readonly secrets?: readonly string[];
  /** Action for a request that violates a policy. @default Deny */
  readonly action?: 'Deny' | 'Warn' | 'Audit';
}

export interface Cleanup {
  /** Days after its end. @default forever */
  readonly ttlDays?: number;
  /** Days after its end when it has failed. @default `ttlDays` */
  readonly failedTTLDays?: number;
}

export interface ControllerResources {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
}

export interface Quantities {
  readonly cpu?: string;
  readonly memory?: string;
}

/**
 * Environment of the agents. Secrets are named, never included, because readers of the installation must not see them.
 */
export interface WorkspaceProps {
  /** @default the built-in agent image, which prints its contexts and changes nothing */
  readonly agentImage?: string;
  /** Volume of the workspaces: `emptyDir` or `ephemeral`. @default on the node's disk, without a limit */
  readonly volume?: WorkspaceVolume;
  /** A GitHub token, as `GITHUB_TOKEN`. @default none */
  readonly github?: SecretKeyReference;
  /** An Anthropic API key, as `ANTHROPIC_API_KEY`. @default none */
  readonly claude?: SecretKeyReference;
  /** Claude on Vertex AI. @default none */
  readonly vertexAI?: VertexAI;
}

export interface VertexAI {
  readonly projectID: string;
  /** Such as `us-east5`. */
  readonly location: string;
  /** A service account's key file. */
  readonly credentials: SecretKeyReference;
}
