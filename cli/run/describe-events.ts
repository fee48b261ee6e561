import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { ageText } from '../output/age-text.js';
import { section } from '../output/fields.js';
import { type Column, table } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';

/** As much of a core Event as people read. */
export interface EventObject extends KubernetesObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

const most = 20;

/** The latest events, oldest first; nothing without any. */
export function eventLines(events: readonly EventObject[], terminal: Terminal, now: number): string[] {
  const sorted = [...events].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1)).slice(-most);
  return section('Events', table(columns(now), sorted, terminal, { indent: '  ' }));
}

const timeOf = ({ lastTimestamp, eventTime, metadata }: EventObject): string =>
  lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '';

const columns = (now: number): Column<EventObject>[] => [
  { title: 'TYPE', text: ({ type }) => type ?? '', style: ({ type }) => (type === 'Warning' ? 'yellow' : undefined) },
  { title: 'REASON', text: ({ reason }) => reason ?? '' },
  { title: 'AGE', text: (event) => ageText(timeOf(event), now) },
  { title: 'MESSAGE', text: ({ message }) => message ?? '' },
];
