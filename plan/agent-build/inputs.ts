import type { AgentBuild, AgentBuildSpec } from '../../api/generated/kinds.js';
import { ANNOTATION_BUILD_AGAIN } from '../../api/labels.js';

/** What an AgentBuild is planned from. The planner looks nothing up. */
export interface AgentBuildInputs {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly spec: AgentBuildSpec;
  /** When the same spec was to be built again. Another text is another build. */
  readonly buildAgain?: string | undefined;
}

/** An AgentBuild, from a cluster or a file. */
export const agentBuildInputs = ({
  metadata: { name, namespace, annotations },
  spec,
}: AgentBuild): AgentBuildInputs => ({
  name,
  namespace,
  spec,
  buildAgain: annotations?.[ANNOTATION_BUILD_AGAIN],
});

/** Where the image goes: `<imageRegistry>/<image>:<imageTag>`. */
export const imageOf = ({ imageRegistry, image, imageTag }: AgentBuildSpec): string =>
  `${imageRegistry}/${image}:${imageTag}`;

/** `registry.example.com:5000` of `registry.example.com:5000/agents`. */
export const hostOf = (imageRegistry: string): string => imageRegistry.split('/', 1)[0] ?? '';
