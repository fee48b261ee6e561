import { type ApiObjectMetadata, Lazy } from 'cdk8s';
import {
  type HttpIngressPathType,
  type INetworkPolicyPeer,
  Ingress,
  IngressBackend,
  NetworkPolicy,
  NetworkPolicyPort,
  type Service,
} from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Agent, AgentSpec, KueueQueue } from '../api/generated/kinds.js';
import { ANNOTATION_CONFIG_CHECKSUM } from '../api/labels.js';
import { type AgentInputs, agentInputs, portOf } from '../plan/agent/inputs.js';
import { agentUrl } from '../plan/agent/plan.js';
import { checkObject } from '../plan/manifest/object/checked-object.js';
import { objectProblems } from '../plan/manifest/together/object-problems.js';
import { formatProblem } from '../plan/problem.js';
import { AgentDeployment } from './agent/agent-deployment.js';
import type { AgentEnv } from './agent/agent-env.js';
import { agentService } from './agent/agent-service.js';
import { configChecksum } from './agent/config-checksum.js';
import type { SecretObject, ServiceAccountObject } from './cdk8s-plus-objects.js';
import { emitObject } from './emit-object.js';
import { objectMetadata } from './object-metadata.js';
import { reportProblems } from './reported-problems.js';

/** Props of an AgentConstruct. */
export interface AgentProps {
  /**
   * Labels and annotations are the Agent's alone; Deployment and Service have those of the planner.
   *
   * @default the construct's id is the name; the chart's namespace
   */
  readonly metadata?: ApiObjectMetadata;
  /** With a tag or a digest. */
  readonly image: string;
  /**
   * In this order, unique by name.
   *
   * @default PORT and HOME alone
   */
  readonly env?: readonly AgentEnv[];
  /**
   * What the agent speaks. `a2a`: discovery labels, and ready when it answers its agent card.
   *
   * @default none; the agent is ready when the port accepts connections
   */
  readonly protocol?: AgentSpec['protocol'];
  /**
   * How many Pods run. Leave it out when an autoscaler decides.
   *
   * @default one at first, then what an autoscaler or a user sets
   */
  readonly replicas?: number;
  /**
   * ServiceAccount of the Pods; its token is never mounted.
   *
   * @default the namespace's default
   */
  readonly serviceAccount?: ServiceAccountObject;
  /**
   * Secrets for pulling the image.
   *
   * @default none
   */
  readonly imagePullSecrets?: readonly SecretObject[];
  /**
   * What is written: the Deployment and the Service, which need nothing but Kubernetes (`synthesized`), or the Agent,
   * whose Deployment and Service the reconciler keeps (`runtime`).
   *
   * @default synthesized
   */
  readonly objects?: 'synthesized' | 'runtime';
  /**
   * The queue of Kueue that admits the Pods of the Deployment.
   *
   * @default none
   */
  readonly queue?: KueueQueue;
  /**
   * All other fields of an Agent, as in YAML: description, port, resources, probes, scheduling and so on.
   *
   * @default none
   */
  readonly spec?: Omit<AgentSpec, OwnProp>;
}

type OwnProp = 'image' | 'env' | 'protocol' | 'replicas' | 'serviceAccountName' | 'imagePullSecrets' | 'queue';

/** How an agent is reached from outside. */
export interface ExposeAgentOptions {
  /**
   * The Ingress to add the rule to.
   *
   * @default a new one with the agent's name
   */
  readonly ingress?: Ingress;
  /** @default every host */
  readonly host?: string;
  /** @default Prefix */
  readonly pathType?: HttpIngressPathType;
}

/** An agent that stays up and answers on a port: a Deployment and a Service of its name. */
export class AgentConstruct extends Construct {
  /** metadata.name of the Agent, its Deployment and its Service. */
  readonly name: string;
  /** Where the agent is reached inside the cluster. */
  readonly url: string;
  /** The Agent, written or not. */
  readonly manifest: Agent;
  /** Of this name, also if another tool creates it. */
  readonly service: Service;
  /** Of this name, also if another tool creates it; and what cdk8s-plus-28 scales and connects to. */
  readonly deployment: AgentDeployment;
  #policy: NetworkPolicy | undefined;

  constructor(scope: Construct, id: string, props: AgentProps) {
    super(scope, id);
    this.manifest = {
      apiVersion: 'beeai.dev/v1',
      kind: 'Agent',
      metadata: objectMetadata(this, props.metadata),
      spec: agentSpec(props),
    };
    const known = agentInputs(this.manifest);
    this.name = known.name;
    this.url = agentUrl(known);
    this.service = agentService(this, 'Service', known);
    this.deployment = new AgentDeployment(this, 'Deployment', known, () => ({ ...known, ...this.#checksum(known) }));
    if (props.objects === 'runtime') this.#emitAgent(known);
    reportProblems(this, () => objectProblems([checkObject(this.manifest)]).map(formatProblem));
  }

  /** Makes the agent reachable from outside at `path`; adds a rule to an Ingress, which it returns. */
  exposeViaIngress(path: string, { host, pathType, ...options }: ExposeAgentOptions = {}): Ingress {
    const ingress = options.ingress ?? this.#ownIngress();
    const backend = IngressBackend.fromService(this.service);
    if (host === undefined) ingress.addRule(path, backend, pathType);
    else ingress.addHostRule(host, path, backend, pathType);
    return ingress;
  }

  /**
   * Lets a peer, a workload or `Pods` of cdk8s-plus-28, reach the agent's port. From the first call on no other peer does:
   * all peers are in one NetworkPolicy with the agent's name.
   */
  allowFrom(peer: INetworkPolicyPeer): NetworkPolicy {
    this.#policy ??= new NetworkPolicy(this, 'NetworkPolicy', {
      metadata: this.#sameName(),
      selector: this.deployment,
    });
    this.#policy.addIngressRule(peer, [NetworkPolicyPort.tcp(portOf(this.manifest.spec))]);
    return this.#policy;
  }

  #ownIngress(): Ingress {
    const own = this.node.tryFindChild('Ingress');
    return own instanceof Ingress ? own : new Ingress(this, 'Ingress', { metadata: this.#sameName() });
  }

  #sameName(): ApiObjectMetadata {
    const { name, namespace } = this.manifest.metadata;
    return { name, ...(namespace === undefined ? {} : { namespace }) };
  }

  /** The Agent takes the place of what it stands for; that remains as what others refer to. */
  #emitAgent(known: AgentInputs): void {
    this.node.tryRemoveChild('Deployment');
    this.service.node.tryRemoveChild('Resource');
    const agent = emitObject(this, 'Resource', this.manifest);
    const produce = () => this.#checksum(known).configChecksum;
    agent.metadata.addAnnotation(ANNOTATION_CONFIG_CHECKSUM, Lazy.any({ produce }));
  }

  #checksum({ spec, namespace, configChecksum: given }: AgentInputs): Pick<AgentInputs, 'configChecksum'> {
    return { configChecksum: given ?? configChecksum(this, spec.env ?? [], namespace) };
  }
}

function agentSpec({
  image,
  env,
  protocol,
  replicas,
  serviceAccount,
  imagePullSecrets,
  queue,
  spec,
}: AgentProps): AgentSpec {
  return {
    ...spec,
    image,
    ...(env ? { env: [...env] } : {}),
    ...(protocol === undefined ? {} : { protocol }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(serviceAccount ? { serviceAccountName: serviceAccount.name } : {}),
    ...(imagePullSecrets ? { imagePullSecrets: imagePullSecrets.map(({ name }) => ({ name })) } : {}),
    ...(queue ? { queue } : {}),
  };
}
