import type { BatchSpec } from '../../api/generated/kinds.js';
import type { BatchRunInputs } from '../batch-run/inputs.js';
import type { Composition } from './composition.js';

/** What a composition is planned from; undefined when it has no batch, inline or named. */
export function compositionInputs({ run, batch, workspace }: Composition): BatchRunInputs | undefined {
  const spec: BatchSpec | undefined = batch?.stored.spec ?? run?.stored.spec?.batchSpec;
  const subject = run ?? batch;
  if (!spec || !subject) return undefined;
  const { name, namespace } = subject.stored.metadata;
  const { jobs, maxConcurrency } = run?.stored.spec ?? {};
  return {
    run: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(jobs ? { jobs } : {}),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    },
    batch: { ...(batch ? { name: batch.stored.metadata.name } : {}), spec },
    workspace: workspace?.stored.spec ?? {},
  };
}
