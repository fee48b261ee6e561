import type {
  Counter,
  CounterConfiguration,
  Gauge,
  GaugeConfiguration,
  Histogram,
  HistogramConfiguration,
} from 'prom-client';

type Described<Configuration> = Omit<Configuration, 'registers'>;

/**
 * Makes the metrics of a kind. Only the controller's process has a library behind it: `kubectl task local` runs the same
 * reconcilers and counts nothing.
 */
export interface Meters {
  /** The same counter whenever it is asked for by that name: several kinds may count in it. */
  counter<Label extends string>(description: Described<CounterConfiguration<Label>>): Pick<Counter<Label>, 'inc'>;
  /** As `counter`. */
  histogram<Label extends string>(
    description: Described<HistogramConfiguration<Label>>,
  ): Pick<Histogram<Label>, 'observe'>;
  /** @throws Error when there is one of that name */
  gauge<Label extends string>(description: Described<GaugeConfiguration<Label>>): Pick<Gauge<Label>, 'set'>;
}
