import { Chart, type ChartProps, Names } from 'cdk8s';
import type { Construct } from 'constructs';
import { placeChart } from './order/chart-place.js';

/** Props of a FolderChart. */
export interface FolderChartProps extends ChartProps {
  /** Below the output folder, such as `runs`. */
  readonly folder: string;
  /**
   * Name of the file, without its extension.
   *
   * @default that of any chart
   */
  readonly file?: string;
}

/** A chart that a `KubetaskApp` writes into a subfolder of its output folder. A stock App has no subfolders. */
export class FolderChart extends Chart {
  constructor(scope: Construct, id: string, { folder, file, ...props }: FolderChartProps) {
    super(scope, id, props);
    const name = file ?? Names.toDnsLabel(this);
    if (!/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)+$/i.test(`${folder}/${name}`))
      throw new Error(`Cannot write ${id} to ${JSON.stringify(folder)}; give a folder below the output folder`);
    placeChart(this, folder, name);
  }
}
