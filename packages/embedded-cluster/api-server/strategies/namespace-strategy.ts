import { labelErrors } from '../../../kubernetes-conventions/metadata/names.js';
import type { Strategy } from '../resources/strategy.js';

/** The finalizer that keeps a namespace until its contents are gone. */
export const namespaceFinalizer = 'kubernetes';

export const namespaceStrategy: Strategy = {
  nameErrors: labelErrors,
  prepareForCreate(draft) {
    const { name, labels } = draft.metadata;
    // Without a name the object is refused, for the name alone.
    if (name) draft.metadata.labels = { ...labels, 'kubernetes.io/metadata.name': name };
    draft.spec = { finalizers: [namespaceFinalizer] };
    draft.status = { phase: 'Active' };
  },
  prepareForUpdate(draft, old) {
    draft.spec = old.spec;
  },
};
