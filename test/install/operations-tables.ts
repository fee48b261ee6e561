import { Registry } from 'prom-client';
import { electionPermissions, type Permission, runPermissions } from '../../api/permissions.js';
import { engineMetrics } from '../../runtime/observability/engine-metrics.js';
import { processMetrics } from '../../runtime/observability/process-metrics.js';
import { runMetrics } from '../../runtime/observability/run-metrics.js';
import { settings } from '../../runtime/process/settings.js';

/*
 * The tables of docs/operations.md, made of what the code says, so that the page cannot drift.
 */

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export function settingsTable(): string {
  const rows = Object.values(settings).map(({ flag, variable, fallback, meaning }) => [
    `\`--${flag}\``,
    `\`${variable}\``,
    fallback && `\`${fallback}\``,
    meaning,
  ]);
  return table(['Flag', 'Variable', 'Default', 'Meaning'], rows);
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames: readonly string[];
}

export async function metricsTable(): Promise<string> {
  const registry = new Registry();
  engineMetrics(registry);
  processMetrics(registry, { isLeader: () => false, caches: () => [], now: () => 0 });
  const none = { store: { all: () => [] }, onChange: () => undefined };
  runMetrics(registry, { batchRuns: none, taskRuns: none, isLeader: () => false });
  // The labels are no part of what the registry tells of a metric, but of the metric itself.
  const metrics = registry.getMetricsAsArray() as unknown as Metric[];
  const own = metrics.filter(({ name }) => name.startsWith('kubetask_')).sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = own.map(({ name, help, labelNames }) => [
    `\`${name}\``,
    labelNames.map((label) => `\`${label}\``).join(' '),
    help,
  ]);
  registry.clear();
  return table(['Metric', 'Labels', 'What it tells'], rows);
}

export function permissionsTable(): string {
  const row = (where: string) => (permission: Permission) => [
    where,
    what(permission),
    verbs(permission),
    permission.why,
  ];
  const rows = [...runPermissions.map(row('watched')), ...electionPermissions.map(row('own'))];
  return table(['Where', 'What', 'Verbs', 'Why'], rows);
}

function what({ apiGroup, resources, resourceNames = [] }: Permission): string {
  const names = resources.map((resource) => `\`${[resource, apiGroup].filter(Boolean).join('.')}\``).join(', ');
  return resourceNames.length === 0 ? names : `${names} named ${resourceNames.map((name) => `\`${name}\``).join(', ')}`;
}

const verbs = ({ verbs: all, seldom = {} }: Permission): string =>
  all.map((verb) => (seldom[verb] ? `${verb} (${seldom[verb]})` : verb)).join(', ');
