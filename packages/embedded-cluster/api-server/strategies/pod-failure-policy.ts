import {
  duplicate,
  type FieldError,
  invalid,
  notSupported,
  omitValue,
  tooMany,
} from '../../../structural-schema/field-error.js';
import { fillIn, type PodTemplateDraft } from './pod-spec.js';

interface RuleDraft {
  action?: string;
  onExitCodes?: { containerName?: string; operator?: string; values?: number[] };
  onPodConditions?: { type?: string; status?: string }[];
}

export interface PodFailurePolicyDraft {
  rules?: RuleDraft[];
}

const MOST_RULES = 20;
const MOST_VALUES = 255;

export function defaultPodFailurePolicy({ rules = [] }: PodFailurePolicyDraft): void {
  for (const { onPodConditions = [] } of rules)
    for (const pattern of onPodConditions) fillIn(pattern, { status: 'True' });
}

/** @source kubernetes: validatePodFailurePolicy in pkg/apis/batch/validation/validation.go */
export function podFailurePolicyErrors(
  { rules = [] }: PodFailurePolicyDraft,
  template: PodTemplateDraft | undefined,
  hasIndexes: boolean,
): FieldError[] {
  const path = 'spec.podFailurePolicy.rules';
  if (rules.length > MOST_RULES) return [tooMany(path, rules.length, MOST_RULES)];
  const names = containerNames(template);
  return rules.flatMap((rule, i) => ruleErrors(rule, `${path}[${i}]`, names, hasIndexes));
}

function containerNames(template: PodTemplateDraft | undefined): ReadonlySet<unknown> {
  const { containers = [], initContainers = [] } = (template?.spec ?? {}) as Record<string, { name?: string }[]>;
  return new Set([...containers, ...initContainers].map(({ name }) => name));
}

function ruleErrors(rule: RuleDraft, path: string, names: ReadonlySet<unknown>, hasIndexes: boolean): FieldError[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  return [
    ...actionErrors(rule, `${path}.action`, hasIndexes),
    ...(onExitCodes ? exitCodeErrors(onExitCodes, `${path}.onExitCodes`, names) : []),
    ...onPodConditions.flatMap(({ status }, i) => {
      const known = ['False', 'True', 'Unknown'];
      const at = `${path}.onPodConditions[${i}].status`;
      return status !== undefined && known.includes(status) ? [] : [notSupported(at, status, known)];
    }),
    ...(onExitCodes && onPodConditions.length > 0
      ? [bare(path, 'specifying both OnExitCodes and OnPodConditions is not supported')]
      : []),
    ...(!onExitCodes && onPodConditions.length === 0
      ? [bare(path, 'specifying one of OnExitCodes and OnPodConditions is required')]
      : []),
  ];
}

/** The value of a whole rule is left out. */
const bare = (path: string, detail: string): FieldError => invalid(path, omitValue, detail);

function actionErrors({ action }: RuleDraft, path: string, hasIndexes: boolean): FieldError[] {
  const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
  if (action === 'FailIndex' && !hasIndexes)
    return [invalid(path, action, 'requires the backoffLimitPerIndex to be set')];
  return action !== undefined && actions.includes(action) ? [] : [notSupported(path, action, actions)];
}

function exitCodeErrors(
  { containerName, operator, values = [] }: NonNullable<RuleDraft['onExitCodes']>,
  path: string,
  names: ReadonlySet<unknown>,
): FieldError[] {
  const operators = ['In', 'NotIn'];
  return [
    ...(operator !== undefined && operators.includes(operator)
      ? []
      : [notSupported(`${path}.operator`, operator, operators)]),
    ...(containerName == null || names.has(containerName)
      ? []
      : [
          invalid(
            `${path}.containerName`,
            containerName,
            'must be one of the container or initContainer names in the pod template',
          ),
        ]),
    ...valueErrors(values, operator, `${path}.values`),
  ];
}

function valueErrors(values: readonly number[], operator: string | undefined, path: string): FieldError[] {
  if (values.length === 0) return [invalid(path, values, 'at least one value is required')];
  if (values.length > MOST_VALUES) return [tooMany(path, values.length, MOST_VALUES)];
  const isOrdered = values.every((value, i) => i === 0 || (values[i - 1] ?? 0) <= value);
  return [
    ...values.flatMap((value, i) => {
      if (operator === 'In' && value === 0) return [invalid(`${path}[${i}]`, 0, 'must not be 0 for the In operator')];
      return values.indexOf(value) < i ? [duplicate(`${path}[${i}]`, value)] : [];
    }),
    ...(isOrdered ? [] : [invalid(path, values, 'must be ordered')]),
  ];
}
