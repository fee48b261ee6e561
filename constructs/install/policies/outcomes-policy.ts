import { LABEL_LEDGER, LABEL_OUTCOMES_SHARD } from '../../../api/labels.js';
import { policyObject } from './policy-object.js';

/**
 * Who writes the ConfigMaps in which a large run keeps its outcomes: only who may write the status of BatchRuns, as the
 * controller may. Deleting them stays possible, since garbage collection does it.
 */
export const outcomesPolicy = () =>
  writersPolicy(
    'outcomes',
    LABEL_OUTCOMES_SHARD,
    'batchruns',
    'only who may patch the status of BatchRuns writes their outcomes',
  );

/** The same for those that list which tasks of a Batch have succeeded. */
export const ledgersPolicy = () =>
  writersPolicy(
    'ledgers',
    LABEL_LEDGER,
    'batches',
    'only who may patch the status of Batches writes which of their tasks have succeeded',
  );

const writersPolicy = (name: string, label: string, resource: string, message: string) =>
  policyObject(name, {
    matchConstraints: {
      // The selector matches the object as it was, too, so the label cannot be taken off first.
      objectSelector: { matchExpressions: [{ key: label, operator: 'Exists' }] },
      resourceRules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] },
      ],
    },
    validations: [
      {
        expression: `authorizer.group('kubetask.io').resource('${resource}').subresource('status').namespace(request.namespace).check('patch').allowed()`,
        message,
      },
    ],
  });
