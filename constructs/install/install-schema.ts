import type { JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';

const text = (description: string, maxLength: number): JSONSchemaProps => ({
  type: 'string',
  description,
  minLength: 1,
  maxLength,
});

const namespace: JSONSchemaProps = { type: 'string', maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' };

const quantity: JSONSchemaProps = {
  type: 'string',
  pattern: '^[0-9]+([.][0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$',
  maxLength: 32,
};

const quantities: JSONSchemaProps = { type: 'object', properties: { cpu: quantity, memory: quantity } };

const secretKey = (description: string): JSONSchemaProps => ({
  type: 'object',
  description,
  required: ['name', 'key'],
  properties: { name: text('Name of the Secret.', 253), key: text('Key inside its data.', 253) },
});

const workspace: JSONSchemaProps = {
  type: 'object',
  description:
    'The WorkspaceConfig `default`, in each watched namespace, or in this one when all are watched; empty for none.',
  properties: {
    agentImage: text('Image of the agent.', 512),
    volume: {
      type: 'object',
      description: "Where agents' workspaces lie: emptyDir {medium, sizeLimit} or ephemeral {size, storageClassName}.",
      minProperties: 1,
      maxProperties: 1,
      properties: {
        emptyDir: {
          type: 'object',
          properties: { medium: { type: 'string', enum: ['Memory'] }, sizeLimit: quantity },
        },
        ephemeral: {
          type: 'object',
          required: ['size'],
          properties: { size: quantity, storageClassName: text('StorageClass of the claims.', 253) },
        },
      },
    },
    github: secretKey('A GitHub token, which agents get as GITHUB_TOKEN.'),
    claude: secretKey('An Anthropic API key, which agents get as ANTHROPIC_API_KEY.'),
    vertexAI: {
      type: 'object',
      description: 'Claude by way of Vertex AI.',
      required: ['projectID', 'location', 'credentials'],
      properties: {
        projectID: text('Project of Google Cloud.', 63),
        location: text('Region, such as us-east5.', 63),
        credentials: secretKey("A service account's key file."),
      },
    },
  },
};

const allowed = (description: string, pattern: string): JSONSchemaProps => ({
  type: 'array',
  description,
  maxItems: 64,
  items: { type: 'string', maxLength: 256, pattern },
});

const policies: JSONSchemaProps = {
  type: 'object',
  description:
    "ValidatingAdmissionPolicies over kubetask's kinds in the whole cluster, from Kubernetes 1.30: what they may name, and who writes outcomes; empty for none. An entry that ends in * allows what begins so; an empty list allows everything.",
  properties: {
    images: allowed('Images, such as ghcr.io/my-org/*.', '^[^\\s*]+[*]?$'),
    repositories: allowed(
      'URLs of repositories with their hosts, such as https://github.com/my-org/*.',
      '^([a-z]+://([A-Za-z0-9._-]+@)?[A-Za-z0-9._:-]+/|git@[A-Za-z0-9._-]+:|file:///)[^\\s*]*[*]?$',
    ),
    urls: allowed(
      'URLs of Http contexts with their hosts, such as https://api.example.com/*.',
      '^https://[A-Za-z0-9._:-]+[/?][^\\s*]*[*]?$',
    ),
    secrets: allowed('Names of Secrets, such as kubetask-*.', '^[a-z0-9.-]+[*]?$'),
    action: {
      type: 'string',
      description: 'What becomes of a request that breaks a policy: Deny, Warn or Audit.',
      enum: ['Deny', 'Warn', 'Audit'],
    },
  },
};

/** The shape of `InstallProps`, for values that no compiler has seen. In the order of the chart's values.yaml. */
export const installSchema: JSONSchemaProps = {
  type: 'object',
  properties: {
    namespace: { ...namespace, description: "The controller's own namespace." },
    image: text('Image of the controller.', 512),
    imagePullSecrets: {
      type: 'array',
      description: 'Secrets for pulling the image.',
      maxItems: 16,
      items: { type: 'object', required: ['name'], properties: { name: text('Name of the Secret.', 253) } },
    },
    replicas: { type: 'integer', description: 'One works, the others stand by.', minimum: 1, maximum: 10 },
    resources: {
      type: 'object',
      description: 'Requests and limits of the controller.',
      properties: { requests: quantities, limits: quantities },
    },
    heapMiB: {
      type: 'integer',
      description: 'Largest heap of Node.js in MiB; about 70 % of the memory limit.',
      minimum: 32,
      maximum: 65536,
    },
    logLevel: {
      type: 'string',
      description: 'debug, info, warn or error.',
      enum: ['debug', 'info', 'warn', 'error'],
    },
    watchNamespaces: {
      type: 'array',
      description:
        'The only namespaces to work in, each with a Role; they must exist. Empty for all, with a ClusterRole.',
      maxItems: 200,
      items: namespace,
      'x-kubernetes-list-type': 'set',
    },
    cleanup: {
      type: 'object',
      description:
        'How long finished runs that were created at run time are kept, and the Jobs and Pods of committed ones; empty forever.',
      properties: {
        ttlDays: { type: 'number', description: 'Days after its end.', minimum: 0.001 },
        failedTTLDays: { type: 'number', description: 'Days after its end when it has failed.', minimum: 0.001 },
      },
    },
    apiServerPorts: {
      type: 'array',
      description: 'Ports at which API servers listen, for the NetworkPolicy.',
      minItems: 1,
      maxItems: 16,
      items: { type: 'integer', minimum: 1, maximum: 65535 },
    },
    crds: { type: 'boolean', description: 'Whether to install the CustomResourceDefinitions.' },
    userRoles: {
      type: 'boolean',
      description: "Whether users' roles view, edit and admin come to include kubetask's kinds.",
    },
    workspace,
    policies,
  },
};
