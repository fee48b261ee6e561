import { dirname } from 'node:path';
import type { Manifest } from '../../plan/manifest/yaml/manifest.js';
import type { Output } from '../output/output.js';

/**
 * The manifests among the files of folders that people commit: without Helm charts, whose templates are no YAML, and without files
 * that hold no object, such as `fleet.json`. What `-f` names itself is always one. `err` says how many are left out.
 */
export function* objectManifests(
  manifests: Iterable<Manifest>,
  named: readonly string[],
  err: Output,
): Generator<Manifest> {
  const charts: string[] = [];
  let count = 0;
  for (const manifest of manifests) {
    const { name, text } = manifest;
    if (/(^|\/)Chart\.yaml$/.test(name) && !named.includes(name)) charts.push(`${dirname(name)}/`);
    const isOther = charts.some((chart) => name.startsWith(chart)) || !/\bapiVersion\b|\bkind\b/.test(text);
    if (isOther && !named.includes(name)) count += 1;
    else yield manifest;
  }
  if (count > 0)
    err.line(`note: ${count} ${count === 1 ? 'file is' : 'files are'} left out: of Helm charts, or without objects`);
}
