import { type Chart, Names } from 'cdk8s';

interface Place {
  readonly folder: string;
  readonly name: string;
}

const places = new WeakMap<Chart, Place>();

/**
 * Writes a chart to a file in a folder below the output folder. What is in one folder goes to one cluster, so objects in
 * different folders may have the same name.
 *
 * @param name of the file, without its ending
 */
export function placeChart(chart: Chart, folder: string, name: string): void {
  places.set(chart, { folder, name });
}

/** The folder of a chart below the output folder; empty unless it was placed in one. */
export const chartFolder = (chart: Chart): string => places.get(chart)?.folder ?? '';

/** Path of a chart's file below the output folder. @param prefix number of the file, if files are numbered */
export function chartFile(chart: Chart, prefix: string): string {
  const { folder, name } = places.get(chart) ?? { folder: '', name: Names.toDnsLabel(chart) };
  return `${folder === '' ? '' : `${folder}/`}${prefix}${name}.k8s.yaml`;
}
