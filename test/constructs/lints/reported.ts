import { allLints } from '../../../constructs/linter/all-lints.js';
import { defaultSettings, type LintSettings } from '../../../constructs/linter/lint-settings.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldErrorBody, omitValue } from '../../../packages/structural-schema/field-error.js';

/** An object of a kind such as `batch/v1/Job`. */
export function makeObject(kind: string, fields: object = {}, metadata: object = {}): KubernetesObject {
  const slash = kind.lastIndexOf('/');
  const head = { apiVersion: kind.slice(0, slash), kind: kind.slice(slash + 1) };
  return { ...head, metadata: { name: 'x', ...metadata }, ...fields } as KubernetesObject;
}

/** What all lints report of an object: `id path: problem`. */
export const reported = (
  object: KubernetesObject,
  settings: Partial<LintSettings> = {},
  others: readonly KubernetesObject[] = [],
): string[] =>
  allLints.flatMap((lint) =>
    lint
      .check(object, { ...defaultSettings, ...settings }, () => others)
      .map(
        ({ path, detail, type = 'Forbidden', value = omitValue }) =>
          `${lint.id} ${path}: ${formatFieldErrorBody({ path, detail, type, value })}`,
      ),
  );

/** The same without the words. */
export const reportedPlaces = (object: KubernetesObject, settings: Partial<LintSettings> = {}): string[] =>
  reported(object, settings).map((line) => line.replace(/: .*$/s, ''));
