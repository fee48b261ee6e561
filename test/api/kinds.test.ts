import { describe, expect, test } from '@jest/globals';
import { crds } from '../../api/generated/crds.js';
import { isReconciled } from '../../api/kinds/kind.js';
import { ownKinds } from '../../api/kinds/own-kinds.js';
import { apiVersionOf } from '../../packages/kubernetes-conventions/resource.js';

type Kind = keyof typeof crds;

describe('the kinds are those of the CustomResourceDefinitions', () => {
  test('all of them', () => {
    expect(ownKinds.map(({ resource: { kind } }) => kind).sort()).toEqual(Object.keys(crds).sort());
  });

  test.each(ownKinds.map((own) => [own.resource.kind as Kind, own] as const))('%s', (kind, own) => {
    const { spec } = crds[kind];
    const version = spec.versions.find(({ name }) => apiVersionOf(own.resource).endsWith(`/${name}`));
    expect({ ...own.resource, singular: own.singular, shortNames: [own.short] }).toEqual({
      ...{ group: spec.group, version: version?.name, namespaced: spec.scope === 'Namespaced' },
      ...{ plural: spec.names.plural, kind: spec.names.kind },
      ...{ singular: spec.names.singular, shortNames: spec.names.shortNames },
    });
    const writesStatus = own.writes?.resources.some((resource) => resource.endsWith('/status')) ?? false;
    expect(isReconciled(own) || writesStatus).toBe(version?.subresources?.status !== undefined);
  });
});
