import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/**
 * TaskRun's CustomResourceDefinition, for those who bring only the kinds that people write: its schema is left open, as
 * here nobody but the PipelineRun controller makes TaskRuns.
 */
export const taskRunDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'taskruns.tekton.dev' },
  spec: {
    group: 'tekton.dev',
    scope: 'Namespaced',
    names: {
      kind: 'TaskRun',
      listKind: 'TaskRunList',
      plural: 'taskruns',
      singular: 'taskrun',
      categories: ['tekton', 'tekton-pipelines'],
      shortNames: ['tr', 'trs'],
    },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: open, status: open } } },
        additionalPrinterColumns: [
          { name: 'Succeeded', type: 'string', jsonPath: '.status.conditions[?(@.type=="Succeeded")].status' },
          { name: 'Reason', type: 'string', jsonPath: '.status.conditions[?(@.type=="Succeeded")].reason' },
          { name: 'StartTime', type: 'date', jsonPath: '.status.startTime' },
          { name: 'CompletionTime', type: 'date', jsonPath: '.status.completionTime' },
        ],
      },
    ],
  },
} satisfies KubernetesObject & { spec: object };
