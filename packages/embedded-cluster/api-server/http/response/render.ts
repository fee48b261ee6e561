import type { ApiObject } from '../../objects/api-object.js';
import { groupVersion, type Resource } from '../../resources/resource.js';
import type { Page } from '../../store/list-snapshots.js';
import { type IncludeObject, tableOf } from '../../table/table.js';
import type { Rendering } from '../request/negotiate.js';

/** How objects of a resource become a response. */
export interface Renderer {
  one(object: ApiObject): unknown;
  list(page: Page): unknown;
}

/**
 * Objects in the form a client asked for, in the version it asked for. A watch sends many tables: ages are those of the
 * moment in which each is sent, and only the first has column definitions, as of a real server.
 */
export function rendererOf(
  resource: Resource,
  rendering: Rendering,
  include: IncludeObject,
  now: () => number,
): Renderer {
  const apiVersion = groupVersion(resource);
  const served = (object: ApiObject) => (object.apiVersion === apiVersion ? object : { ...object, apiVersion });
  switch (rendering) {
    case 'table':
      return tableRenderer(resource, include, now);
    case 'partial':
      return { one: partial, list: (page) => partialList(page) };
    default:
      return {
        one: served,
        list: (page) => ({
          kind: resource.listKind,
          apiVersion,
          metadata: listMeta(page),
          items: page.objects.map(resource.custom ? served : withoutType),
        }),
      };
  }
}

function tableRenderer(resource: Resource, include: IncludeObject, now: () => number): Renderer {
  let isFirst = true;
  const render = (objects: readonly ApiObject[], metadata: object) => {
    const table = tableOf(resource, objects, metadata, include, now());
    const rendered = isFirst ? table : { ...table, columnDefinitions: null };
    isFirst = false;
    return rendered;
  };
  return {
    one: (object) => render([object], { resourceVersion: object.metadata.resourceVersion }),
    list: (page) => render(page.objects, listMeta(page)),
  };
}

function listMeta({ version, continue: token, remaining }: Page): Record<string, unknown> {
  return {
    resourceVersion: String(version),
    ...(token !== undefined && { continue: token, ...(remaining !== undefined && { remainingItemCount: remaining }) }),
  };
}

/** An item of a typed list: the list's kind says what it is. */
const withoutType = ({ apiVersion: _, kind: __, ...item }: ApiObject): object => item;

const partial = ({ metadata }: ApiObject) => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
});

const partialList = (page: Page) => ({
  kind: 'PartialObjectMetadataList',
  apiVersion: 'meta.k8s.io/v1',
  metadata: listMeta(page),
  items: page.objects.map(partial),
});
