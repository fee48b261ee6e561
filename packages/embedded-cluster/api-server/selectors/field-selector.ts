import type { ApiObject } from '../objects/api-object.js';
import { badRequest } from '../status-errors.js';
import { fieldAt } from './field-path.js';

const everywhere = ['metadata.name', 'metadata.namespace'];
const term = /^([^=!,]+?)(==|=|!=)(.*)$/;

/**
 * Whether an object satisfies a field selector such as `status.phase=Running,spec.nodeName!=`.
 * Every resource can be selected by name and namespace, and by the `selectable` paths.
 *
 * @throws ApiError 400 for a field that cannot be selected.
 */
export function fieldSelector(selector: string, selectable: readonly string[]): (object: ApiObject) => boolean {
  const terms = selector
    .split(',')
    .filter((part) => part !== '')
    .map((part) => parseTerm(part, selectable));
  return (object) => terms.every((holds) => holds(object));
}

function parseTerm(text: string, selectable: readonly string[]): (object: ApiObject) => boolean {
  const [, field, operator, wanted = ''] = term.exec(text.trim()) ?? [];
  if (field === undefined) throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  if (!everywhere.includes(field) && !selectable.includes(field))
    throw badRequest(`field label not supported: ${field}`);
  const value = wanted.replace(/\\([,=\\])/g, '$1');
  const equal = (object: ApiObject) => String(fieldAt(object, field) ?? '') === value;
  return operator === '!=' ? (object) => !equal(object) : equal;
}
