import type { Construct } from 'constructs';
import {
  duplicate,
  type FieldError,
  formatFieldError,
  invalid,
  required,
} from '../../packages/structural-schema/field-error.js';
import { gitopsFolder } from '../gitops/emit-delivery.js';
import { KubetaskApp } from '../kubetask-app.js';
import type { FleetProps } from './fleet-props.js';

/** What is wrong with the props of a FleetConstruct, with its name. */
export function fleetProblems(construct: Construct, props: FleetProps): string[] {
  const errors = [...clusterErrors(props), ...numberErrors(props)];
  const id = construct.node.id;
  const app = construct.node.root;
  return [
    ...errors.map((error) => `FleetConstruct ${id}: ${formatFieldError(error)}`),
    ...(app instanceof KubetaskApp ? [] : [`FleetConstruct ${id}: an App of cdk8s writes no folders; use KubetaskApp`]),
  ];
}

function clusterErrors({ clusters, namespace }: FleetProps): FieldError[] {
  if (clusters.length === 0) return [required('clusters', 'give at least one, such as { name: "eu-1" }')];
  const names = clusters.map(({ name }) => name);
  return [
    ...(namespace === '' ? [required('namespace')] : []),
    ...clusters.flatMap(({ name, weight = 1 }, index) => [
      ...nameErrors(`clusters[${index}].name`, name, names.slice(0, index)),
      ...(Number.isFinite(weight) && weight > 0
        ? []
        : [invalid(`clusters[${index}].weight`, String(weight), 'must be a number above 0')]),
    ]),
  ];
}

function nameErrors(path: string, name: string, earlier: readonly string[]): FieldError[] {
  if (!/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) {
    return [
      invalid(
        path,
        name,
        'must be at most 40 lower-case letters, digits and -, as in eu-1: it is a folder and part of names',
      ),
    ];
  }
  if (name === gitopsFolder) return [invalid(path, name, 'is the folder of the ApplicationSet; choose another name')];
  return earlier.includes(name) ? [duplicate(path, name)] : [];
}

const numberErrors = ({ maxConcurrency, tasksPerRun }: FleetProps): FieldError[] =>
  Object.entries({ maxConcurrency, tasksPerRun }).flatMap(([path, value]) =>
    value === undefined || (Number.isInteger(value) && value >= 1)
      ? []
      : [invalid(path, value, 'must be a whole number of at least 1')],
  );
