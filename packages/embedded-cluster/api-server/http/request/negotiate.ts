import { notAcceptable } from '../../status-errors.js';

/** In what form a client wants objects. */
export type Rendering = 'object' | 'table' | 'partial';

interface MediaRange {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const json = new Set(['application/json', '*/*', 'application/*']);

export function mediaRanges(header: string | null): MediaRange[] {
  return (header ?? '*/*').split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    return { type, parameters: Object.fromEntries(parameters.map(nameAndValue)) };
  });
}

function nameAndValue(parameter: string): [string, string] {
  const [name = '', value = ''] = parameter.split('=', 2);
  return [name, value];
}

/**
 * The first form in an `Accept` header that this server can write; protobuf is skipped, so that clients which prefer it
 * fall back to JSON.
 *
 * @throws ApiError 406 when there is none.
 */
export function renderingOf(accept: string | null): Rendering {
  for (const { type, parameters } of mediaRanges(accept)) {
    if (!json.has(type)) continue;
    if (parameters.as === undefined) return 'object';
    const meta = parameters.g === 'meta.k8s.io' && (parameters.v === 'v1' || parameters.v === 'v1beta1');
    if (meta && parameters.as === 'Table') return 'table';
    if (meta && parameters.as.startsWith('PartialObjectMetadata')) return 'partial';
  }
  throw notAcceptable('application/json, application/json;as=Table;v=v1;g=meta.k8s.io');
}
