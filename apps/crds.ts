import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { crds } from '../api/generated/crds.js';

/** The CustomResourceDefinitions: `kubectl apply --server-side -f dist/crds.k8s.yaml`. */
export class CrdsChart extends Chart {
  constructor(scope: Construct) {
    super(scope, 'crds');
    for (const [kind, { apiVersion, kind: crd, metadata, spec }] of Object.entries(crds)) {
      new ApiObject(this, kind, { apiVersion, kind: crd, metadata: { name: metadata.name }, spec });
    }
  }
}
