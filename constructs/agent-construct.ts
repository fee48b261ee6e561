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
   * Labels and annotations apply only to the Agent. The planner sets those of the Deployment and the Service.
   *
   * @default the id of the construct as name, and the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;
  /** With a tag or a digest. */
  readonly image: string;
  /**
   * In this order, unique by name.
   *
   * @default only PORT and HOME
   */
  readonly env?: readonly AgentEnv[];
  /**
   * Protocol of the agent. With `a2a`, its objects have labels for discovery, and it is ready when it answers its agent
   * card.
   *
   * @default none; the agent is ready when the port accepts connections
   */
  readonly protocol?: AgentSpec['protocol'];
  /**
   * Number of Pods. Do not set it if an autoscaler decides.
   *
   * @default one at first, then the number that an autoscaler or a user sets
   */
  readonly replicas?: number;
  /**
   * ServiceAccount of the Pods. Its token is never mounted.
   *
   * @default the default of the namespace
   */
  readonly serviceAccount?: ServiceAccountObject;
  /**
   * Secrets with credentials for the registry of the image.
   *
   * @default none
   */
  readonly imagePullSecrets?: readonly SecretObject[];
  /**
   * Which objects are written. `synthesized`: the Deployment and the Service, which need only Kubernetes. `runtime`:
   * the Agent, whose Deployment and Service the reconciler keeps.
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

/** Options to expose an agent. */
export interface ExposeAgentOptions {
  /**
   * The Ingress to add the rule to.
   *
   * @default a new one with the name of the agent
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
  /** Address of the agent inside the cluster. */
  readonly url: string;
  /** The Agent. It exists even if it is not written. */
  readonly manifest: Agent;
  /** The Service of this name, even if the reconciler creates it. */
  readonly service: Service;
  /**
   * The Deployment of this name, even if the reconciler creates it. Autoscalers and connections of cdk8s-plus-28 accept
   * it.
   */
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

  /** Exposes the agent at `path`. Adds a rule to an Ingress and returns this Ingress. */
  exposeViaIngress(path: string, { host, pathType, ...options }: ExposeAgentOptions = {}): Ingress {
    const ingress = options.ingress ?? this.#ownIngress();
    const backend = IngressBackend.fromService(this.service);
    if (host === undefined) ingress.addRule(path, backend, pathType);
    else ingress.addHostRule(host, path, backend, pathType);
    return ingress;
  }

  /**
   * Allows a peer (a workload or `Pods` of cdk8s-plus-28) to reach the port of the agent. After the first call, all
   * other peers are denied. All peers are in one NetworkPolicy with the name of the agent.
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
