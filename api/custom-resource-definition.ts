import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';

/** An OpenAPI v3 structural schema as a CRD carries it; validated and read by `packages/structural-schema/`. */
export interface StructuralSchema {
  readonly [keyword: string]: unknown;
}

/** A column of `kubectl get` and of `kubectl task list`. */
export interface PrinterColumn {
  readonly name: string;
  /** As in OpenAPI, and `date`, which is shown as an age. */
  readonly type: string;
  readonly description?: string;
  /** Above 0: only with `-o wide`. */
  readonly priority?: number;
  readonly jsonPath: string;
}

/** A CRD of one version, as `api/crds/` writes them. */
export interface CustomResourceDefinition extends KubernetesObject {
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: {
      readonly kind: string;
      readonly listKind: string;
      readonly plural: string;
      readonly singular: string;
      readonly shortNames: readonly string[];
      readonly categories: readonly string[];
    };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly subresources?: {
        readonly status?: Readonly<Record<string, never>>;
        readonly scale?: {
          readonly specReplicasPath: string;
          readonly statusReplicasPath: string;
          readonly labelSelectorPath?: string;
        };
      };
      readonly additionalPrinterColumns?: readonly PrinterColumn[];
      readonly schema: { readonly openAPIV3Schema: StructuralSchema };
    }[];
  };
}
