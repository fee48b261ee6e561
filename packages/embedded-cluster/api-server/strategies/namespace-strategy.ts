import { labelErrors } from '../../../kubernetes-conventions/metadata/names.js';
import type { Strategy } from '../resources/strategy.js';

/** The finalizer that keeps a namespace until its contents are gone. */
export const namespaceFinalizer = 'kubernetes';

export const namespaceStrategy: Strategy = {
  nameErrors: labelErrors,
  prepareForCreate(draft) {
    draft.metadata.labels = { ...draft.metadata.labels, 'kubernetes.io/metadata.name': draft.metadata.name };
    draft.spec = { finalizers: [namespaceFinalizer] };
    draft.status = { phase: 'Active' };
  },
  prepareForUpdate(draft, old) {
    draft.spec = old.spec;
  },
};
