import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { dependencyOrder } from './dependency-order.js';

/** What is written, in its order. */
export interface WritingOrder {
  readonly charts: readonly Chart[];
  /** Of all charts. */
  readonly objects: readonly ApiObject[];
  /** Whether a chart depends on another, so that the files are numbered, as those of cdk8s are. */
  readonly hasDependentCharts: boolean;
  /** Dependencies that contradict each other. */
  readonly problems: readonly string[];
}

/**
 * The order of construction, except that what a construct depends on is written before it, as with cdk8s: the objects of
 * the other construct before its own, and the other chart's file before that of its chart.
 *
 * @param constructs of a whole app
 */
export function writingOrder(constructs: readonly IConstruct[]): WritingOrder {
  const charts = constructs.filter(Chart.isChart);
  const objects = constructs.filter((construct) => ApiObject.isApiObject(construct));
  const dependent = constructs.filter(({ node }) => node.dependencies.length > 0);
  if (dependent.length === 0) return { charts, objects, hasDependentCharts: false, problems: [] };
  const chartsBefore = chartDependencies(dependent);
  const orderedCharts = dependencyOrder(charts, (chart) => chartsBefore.get(chart) ?? []);
  const orderedObjects = dependencyOrder(objects, objectsBefore());
  return {
    charts: orderedCharts.items,
    objects: orderedObjects.items,
    hasDependentCharts: chartsBefore.size > 0,
    problems: [...orderedCharts.cycles, ...orderedObjects.cycles].map(describe),
  };
}

/** A group's dependencies are looked up once, not once per object in it: groups of thousands may depend on each other. */
function objectsBefore(): (object: ApiObject) => Generator<ApiObject> {
  const finished = new Set<IConstruct>();
  return function* before(object) {
    for (const scope of object.node.scopes.filter((one) => !finished.has(one))) {
      const targets = scope.node.dependencies.flatMap(({ node }) => node.findAll());
      yield* targets.filter((target) => ApiObject.isApiObject(target));
      if (!targets.includes(object)) finished.add(scope);
    }
  };
}

/** The charts that come before each chart. */
function chartDependencies(dependent: readonly IConstruct[]): Map<Chart, Set<Chart>> {
  const found = new Map<Chart, Set<Chart>>();
  for (const source of dependent) {
    const targets = source.node.dependencies.flatMap(chartsOf);
    for (const chart of chartsOf(source)) {
      const others = targets.filter((target) => target !== chart);
      if (others.length > 0) found.set(chart, new Set([...(found.get(chart) ?? []), ...others]));
    }
  }
  return found;
}

/** The chart around a construct, otherwise those in it. */
function chartsOf({ node }: IConstruct): Chart[] {
  const around = node.scopes.toReversed().find(Chart.isChart);
  return around ? [around] : node.findAll().filter(Chart.isChart);
}

const describe = (cycle: readonly IConstruct[]): string =>
  `${cycle.map(({ node }) => `[${node.path}]`).join(' depends on ')}: a cycle; remove one of the dependencies`;
