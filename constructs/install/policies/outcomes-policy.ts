import { LABEL_OUTCOMES_SHARD } from '../../../api/labels.js';
import { policyObject } from './policy-object.js';

/**
 * Who writes the ConfigMaps in which a large run keeps its outcomes: only who may write the status of BatchRuns, as the
 * controller may. Deleting them stays possible, since garbage collection does it.
 */
export const outcomesPolicy = () =>
  policyObject('outcomes', {
    matchConstraints: {
      // The selector matches the object as it was, too, so the label cannot be taken off first.
      objectSelector: { matchExpressions: [{ key: LABEL_OUTCOMES_SHARD, operator: 'Exists' }] },
      resourceRules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] },
      ],
    },
    validations: [
      {
        expression:
          "authorizer.group('kubetask.io').resource('batchruns').subresource('status').namespace(request.namespace).check('patch').allowed()",
        message: 'only who may patch the status of BatchRuns writes their outcomes',
      },
    ],
  });
