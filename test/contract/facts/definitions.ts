import { expect } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import { type Fact, type Facts, invalid } from '../fact.js';
import { apply, type Request } from '../world.js';

const dryApply = (definition: { readonly metadata: { readonly name: string } }): Request => [
  'PATCH',
  `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}?fieldManager=kubetask-contract&force=true&dryRun=All`,
  definition,
  apply,
];

const accepted = (crd: (typeof crds)[keyof typeof crds]): Fact => ({
  when: dryApply(crd),
  want: { body: { kind: 'CustomResourceDefinition', spec: { group: crd.spec.group } } },
});

/** A kind that exists in no cluster, with one rule below `spec`. */
const withRule = (rule: object) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.contract.kubetask.io' },
  spec: {
    group: 'contract.kubetask.io',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schemaWith(rule) } }],
  },
});

function schemaWith(rule: object) {
  const spec = { type: 'object', properties: { a: { type: 'string' } }, 'x-kubernetes-validations': [rule] };
  return { type: 'object', properties: { spec } };
}

const object = 'CustomResourceDefinition.apiextensions.k8s.io "widgets.contract.kubetask.io"';
const place = 'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0]';

/** The API server accepts each of our kinds: structural, with rules that compile within their cost. */
export const definitions: Facts = {
  ...Object.fromEntries(Object.values(crds).map((crd) => [`${crd.metadata.name}: accepted`, accepted(crd)])),
  'a rule that is not CEL: refused': {
    when: dryApply(withRule({ rule: 'self.a ==' })),
    want: {
      code: 422,
      body: {
        details: {
          causes: [
            { field: `${place}.rule`, message: expect.stringMatching(/^Invalid value: .*compilation failed: /) },
          ],
        },
      },
    },
  },
  'an empty rule: required': {
    when: dryApply(withRule({ rule: '' })),
    want: invalid(object, `${place}.rule: Required value: rule is not specified`),
  },
  'a rule about a field that is not declared: refused': {
    when: dryApply(withRule({ rule: 'has(self.a)', fieldPath: '.b' })),
    want: invalid(object, `${place}.fieldPath: Invalid value: ".b": must be a valid path`),
  },
  'a rule about a field that is declared: accepted': {
    when: dryApply(withRule({ rule: 'has(self.a)', fieldPath: '.a' })),
    want: { code: 201 },
  },
};
