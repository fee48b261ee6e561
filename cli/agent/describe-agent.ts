import type { Agent, Condition } from '../../api/generated/kinds.js';
import { ageText } from '../output/age-text.js';
import { fieldLines, section } from '../output/fields.js';
import { readyStyle } from '../output/printer-columns.js';
import { table } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';
import { conditionTable, pairs } from '../run/describe-run.js';
import { gitTool } from '../run/git-owner.js';
import { type AgentPodRow, agentPodColumns } from './agent-pods.js';

/** An agent for people, with its Pods. */
export function describeAgent(agent: Agent, pods: readonly AgentPodRow[], terminal: Terminal, now: number): string[] {
  const { metadata, spec, status = {} } = agent;
  const { name, namespace, creationTimestamp, labels, annotations } = metadata;
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  const youngestFirst = [...pods].sort((a, b) => (a.created < b.created ? 1 : -1));
  return [
    ...fieldLines([
      ['Name', `agent/${name}`],
      ['Namespace', namespace],
      ['Created', creationTimestamp && `${creationTimestamp} (${ageText(creationTimestamp, now)} ago)`],
      ['Ready', readyText(ready, terminal)],
      ['Pods', ready && podsText(agent)],
      ['URL', status.url],
      ['Protocol', spec.protocol],
      ['Image', spec.image],
      ['Description', spec.description],
      ['From Git', gitTool(metadata)],
      ['Labels', pairs(labels)],
      ['Annotations', pairs(annotations)],
    ]),
    ...conditionTable(status.conditions ?? [], ready?.message, terminal),
    ...section('Pods', table(agentPodColumns(now), youngestFirst, terminal, { indent: '  ' })),
  ];
}

function readyText(ready: Condition | undefined, { paint }: Terminal): string {
  if (!ready) return 'no controller has observed it yet';
  const style = readyStyle(ready.status);
  const status = style ? paint(style, ready.status) : ready.status;
  return `${status}  ${[ready.reason, ready.message].filter(Boolean).join(': ')}`;
}

/** Who decides their number is worth knowing before one scales. */
function podsText({ spec, status = {} }: Agent): string {
  const { readyReplicas = 0, replicas = 0 } = status;
  const wanted = spec.replicas === undefined ? 'the Deployment is scaled separately' : `${spec.replicas} wanted`;
  return `${readyReplicas} of ${replicas} ready, ${wanted}`;
}
