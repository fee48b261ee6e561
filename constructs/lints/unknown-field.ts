import { deviations } from '../../packages/kubernetes-schemas/deviations.js';
import { forbidden } from '../../packages/structural-schema/field-error.js';
import { nearest } from '../../plan/text/nearest.js';
import type { Lint } from '../linter/lint.js';
import { isNewerThanKnown } from '../linter/minor-version.js';

/** What another lint reports, and what SOPS writes into an encrypted file and removes before it applies it. */
const passedOver = new Set(['status', 'sops']);

export const unknownField: Lint = {
  id: 'unknown-field',
  reports: 'fields that do not exist in a built-in kind of Kubernetes or in Tekton, such as misspelt fields',
  because: 'The API server drops them, or rejects the object with strict validation.',
  check(object, settings) {
    return deviations(object).flatMap((deviation) => {
      if (deviation.kind !== 'UnknownField' || passedOver.has(deviation.path)) return [];
      const { path, field, siblings } = deviation;
      const meant = nearest(field, siblings);
      // A Kubernetes that is newer than the schemas may have the field.
      if (meant.length === 0 && isNewerThanKnown(settings.kubernetesVersion)) return [];
      const hint =
        meant.length > 0 ? `do you mean ${meant.join(' or ')}?` : 'correct its name or its indentation, or remove it';
      return [forbidden(path, `${object.kind} has no such field; ${hint}`)];
    });
  },
};
