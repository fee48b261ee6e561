import { Registry } from 'prom-client';
import type { Permission } from '../../api/permission.js';
import { cleanupPermissions, electionPermissions, runPermissions } from '../../api/permissions.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { createInformers, reconciledKinds } from '../../runtime/kinds.js';
import { engineMetrics } from '../../runtime/observability/engine-metrics.js';
import { processMetrics } from '../../runtime/observability/process-metrics.js';
import { prometheusMeters } from '../../runtime/observability/prometheus-meters.js';
import { settings } from '../../runtime/process/settings.js';

/**
 * The page with its tables, generated from the code. A table is between `<!-- its name -->` and `<!-- end -->`.
 *
 * @throws Error if the page has no place for one
 */
export async function withTables(page: string): Promise<string> {
  const tables = { settings: settingsTable(), metrics: await metricsTable(), rights: permissionsTable() };
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(?=<!-- end -->)`);
    if (!place.test(text)) throw new Error(`Cannot put in the ${name}: the page has no <!-- ${name} -->`);
    return text.replace(place, (_, head: string) => `${head}${rows}\n`);
  }, page);
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function settingsTable(): string {
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

/** Metrics are only named: no informer is started. */
const noTransport = {} as Transport;

async function metricsTable(): Promise<string> {
  const registry = new Registry();
  engineMetrics(registry);
  processMetrics(registry, {
    isLeader: () => false,
    caches: () => [],
    memory: { heldBytes: 0, leftOut: [] },
    now: () => 0,
  });
  const meters = prometheusMeters(registry);
  const informers = createInformers({ transport: noTransport });
  for (const row of reconciledKinds) row.metrics(meters, informers, () => false);
  // The registry's description has no labels; the metric has.
  const metrics = registry.getMetricsAsArray() as unknown as Metric[];
  const own = metrics.filter(({ name }) => name.startsWith('kubetask_')).sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = own.map(({ name, help, labelNames }) => [
    `\`${name}\``,
    labelNames.map((label) => `\`${label}\``).join(' '),
    help,
  ]);
  registry.clear();
  return table(['Metric', 'Labels', 'Meaning'], rows);
}

function permissionsTable(): string {
  const row = (where: string) => (permission: Permission) => [
    where,
    what(permission),
    verbs(permission),
    permission.why,
  ];
  const rows = [
    ...[...runPermissions, ...cleanupPermissions].map(row('watched')),
    ...electionPermissions.map(row('own')),
  ];
  return table(['Where', 'What', 'Verbs', 'Why'], rows);
}

function what({ apiGroup, resources, resourceNames = [] }: Permission): string {
  const names = resources.map((resource) => `\`${[resource, apiGroup].filter(Boolean).join('.')}\``).join(', ');
  return resourceNames.length === 0 ? names : `${names} named ${resourceNames.map((name) => `\`${name}\``).join(', ')}`;
}

const verbs = ({ verbs: all, seldom = {} }: Permission): string =>
  all.map((verb) => (seldom[verb] ? `${verb} (${seldom[verb]})` : verb)).join(', ');
