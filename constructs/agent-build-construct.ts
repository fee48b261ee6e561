import type { ApiObject } from 'cdk8s';
import { type IServiceAccount, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AgentBuild } from '../api/generated/kinds.js';
import { agentBuildInputs, imageOf } from '../plan/agent-build/inputs.js';
import { planAgentBuild } from '../plan/agent-build/plan.js';
import { checkObject } from '../plan/manifest/object/checked-object.js';
import { objectProblems } from '../plan/manifest/together/object-problems.js';
import { formatProblem } from '../plan/problem.js';
import type { AgentBuildProps } from './agent-build/build-props.js';
import { buildSpec } from './agent-build/build-spec.js';
import { emitObject } from './emit-object.js';
import { objectMetadata } from './object-metadata.js';
import { reportProblems } from './reported-problems.js';

/** Builds the image of an agent from a Git repository with Tekton: a Pipeline and a ServiceAccount of its name. */
export class AgentBuildConstruct extends Construct {
  /** metadata.name of the AgentBuild, its Pipeline and its ServiceAccount. */
  readonly name: string;
  /** Reference of the image, with its tag. Pass it to an AgentConstruct. */
  readonly image: string;
  /** The AgentBuild. It exists even if it is not written. */
  readonly manifest: AgentBuild;
  /**
   * The ServiceAccount of the Pods, even if the reconciler creates it. Bind it to the permissions that the builder
   * needs, such as an SCC.
   */
  readonly serviceAccount: IServiceAccount;
  /** Absent when the reconciler creates it. */
  readonly pipeline?: ApiObject;
  /** Present with `run: true`. */
  readonly pipelineRun?: ApiObject;

  constructor(scope: Construct, id: string, props: AgentBuildProps) {
    super(scope, id);
    const metadata = objectMetadata(this, props.metadata);
    this.manifest = { apiVersion: 'beeai.dev/v1', kind: 'AgentBuild', metadata, spec: buildSpec(props) };
    this.name = metadata.name;
    this.image = imageOf(this.manifest.spec);
    this.serviceAccount = ServiceAccount.fromServiceAccountName(this, 'Reference', this.name, {
      ...(metadata.namespace === undefined ? {} : { namespaceName: metadata.namespace }),
    });
    const problems = objectProblems([checkObject(this.manifest)]).map(formatProblem);
    reportProblems(this, () => problems);
    if (problems.length > 0) return;
    if (props.objects === 'runtime') {
      emitObject(this, 'Resource', this.manifest);
      return;
    }
    const plan = planAgentBuild(agentBuildInputs(this.manifest));
    emitObject(this, 'ServiceAccount', plan.serviceAccount);
    this.pipeline = emitObject(this, 'Pipeline', plan.pipeline);
    if (props.run) this.pipelineRun = emitObject(this, 'PipelineRun', plan.pipelineRun);
  }
}
