import type { ApiObject, Chart } from 'cdk8s';
import { objectText } from '../object-text.js';
import { chartFile } from './chart-place.js';
import type { WritingOrder } from './writing-order.js';

/**
 * What is written, by file name and in the order of the charts. An object is built when its text is read, so that of
 * thousands neither objects nor texts are kept.
 */
export function chartFiles({ charts, objects, hasDependentCharts }: WritingOrder): Map<string, Iterable<string>> {
  const byChart = new Map<Chart, ApiObject[]>(charts.map((chart) => [chart, []]));
  for (const object of objects) byChart.get(object.chart)?.push(object);
  const prefix = (index: number) => (hasDependentCharts ? `${String(index).padStart(4, '0')}-` : '');
  return new Map([...byChart].map(([chart, own], i) => [chartFile(chart, prefix(i)), documents(own)]));
}

/** Can be read more than once. */
const documents = (objects: readonly ApiObject[]): Iterable<string> => ({
  *[Symbol.iterator]() {
    for (const [index, object] of objects.entries()) yield `${index === 0 ? '' : '---\n'}${objectText(object)}`;
  },
});
