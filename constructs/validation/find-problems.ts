import { LABEL_BATCH_RUN } from '../../api/labels.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Manifest } from '../../plan/manifest/yaml/manifest.js';
import { parseManifest } from '../../plan/manifest/yaml/parse-manifest.js';
import { allLints } from '../linter/all-lints.js';
import type { LintSettings } from '../linter/lint-settings.js';
import type { TurnedOffInValidation } from './turned-off-in-validation.js';
import type { Found } from './violations.js';

/** What the lints report of one file, in the order of its objects; what is not YAML is left out. Pure. */
export function findProblems(
  file: Manifest,
  settings: LintSettings,
  turnedOff: readonly TurnedOffInValidation[],
): Found[] {
  const { objects } = parseManifest(file);
  const others = () => objects.map(({ object }) => object);
  return objects.flatMap((located) => {
    const { object } = located;
    const own = isPlanned(object) ? allLints.filter(({ id }) => id === 'immutable-change') : allLints;
    return own
      .filter(({ id }) => !isTurnedOff(id, object, turnedOff))
      .flatMap((lint) =>
        lint.check(object, settings, others).map((problem) => ({ lint, problem, located, file: file.name })),
      );
  });
}

function isTurnedOff(
  id: string,
  { metadata: { name } }: KubernetesObject,
  turnedOff: readonly TurnedOffInValidation[],
): boolean {
  return turnedOff.some(({ lint, object }) => lint === id && (object === undefined || object === name));
}

/** What follows from a Batch, which is linted. */
const isPlanned = ({ kind, metadata: { labels = {} } }: KubernetesObject): boolean =>
  LABEL_BATCH_RUN in labels && (kind === 'Job' || kind === 'ConfigMap');
