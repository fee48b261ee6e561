import type { AgentBuild } from '../../api/generated/kinds.js';
import { durationText } from '../output/age-text.js';
import { section } from '../output/fields.js';
import { phaseStyle } from '../output/phase-style.js';
import { type Column, table } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';
import { conditionLines, runFields } from '../run/describe-run.js';

type BuildRecord = NonNullable<NonNullable<AgentBuild['status']>['builds']>[number];

/** An AgentBuild for people, with the specs that were built before. */
export function describeAgentBuild(build: AgentBuild, terminal: Terminal, now: number): string[] {
  const { repoUrl, revision } = build.spec;
  const { image, commit, pipelineRunName, agentName, builds = [] } = build.status ?? {};
  const own = [
    ['Repository', [repoUrl, revision].filter(Boolean).join(' ')],
    ['Built', image],
    ['Commit', commit],
    ['PipelineRun', pipelineRunName],
    ['Agent', agentName && `agent/${agentName}`],
  ] as const;
  return [
    ...runFields(build, own, terminal, now),
    ...conditionLines(build, terminal),
    ...section('Builds', table(recordColumns(now), builds, terminal, { indent: '  ' })),
  ];
}

const recordColumns = (now: number): Column<BuildRecord>[] => [
  { title: 'NAME', text: ({ pipelineRunName }) => pipelineRunName },
  { title: 'PHASE', text: ({ phase }) => phase, style: ({ phase }) => phaseStyle(phase) },
  { title: 'REASON', text: ({ reason = '' }) => reason },
  { title: 'DURATION', text: (record) => durationText(record, now) },
  { title: 'COMMIT', text: ({ commit = '' }) => commit.slice(0, 12) },
];
