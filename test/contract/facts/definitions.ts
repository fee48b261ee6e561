import { crds } from '../../../api/generated/crds.js';
import type { Fact, Facts } from '../fact.js';
import { apply } from '../world.js';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const accepted = (crd: (typeof crds)[keyof typeof crds]): Fact => ({
  when: ['PATCH', `${path}/${crd.metadata.name}?fieldManager=kubetask-contract&force=true&dryRun=All`, crd, apply],
  want: { body: { kind: 'CustomResourceDefinition', spec: { group: crd.spec.group } } },
});

/** Every kind is one that a server takes: structural, its rules compiled and within their cost. */
export const definitions: Facts = Object.fromEntries(
  Object.values(crds).map((crd) => [`${crd.metadata.name}: accepted`, accepted(crd)]),
);
