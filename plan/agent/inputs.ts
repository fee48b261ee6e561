import type { Agent, AgentSpec } from '../../api/generated/kinds.js';
import { ANNOTATION_CONFIG_CHECKSUM, ANNOTATION_RESTARTED_AT } from '../../api/labels.js';

/** What an Agent is planned from. The planner looks nothing up. */
export interface AgentInputs {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly spec: AgentSpec;
  /** Hash of the ConfigMaps that the environment names, where they are known. Another hash is another Pod. */
  readonly configChecksum?: string | undefined;
  /** When its Pods were to be replaced. Another text is another Pod. */
  readonly restartedAt?: string | undefined;
}

/** An Agent, from a cluster or a file. */
export const agentInputs = ({ metadata: { name, namespace, annotations }, spec }: Agent): AgentInputs => ({
  name,
  namespace,
  spec,
  configChecksum: annotations?.[ANNOTATION_CONFIG_CHECKSUM],
  restartedAt: annotations?.[ANNOTATION_RESTARTED_AT],
});

/** Where an A2A agent describes itself. Source: https://a2a-protocol.org/latest/specification/ */
export const AGENT_CARD_PATH = '/.well-known/agent-card.json';

/** Where an agent listens that names no port. */
const DEFAULT_PORT = 8000;

/** The port of container and Service. */
export const portOf = ({ port }: AgentSpec): number => port ?? DEFAULT_PORT;
