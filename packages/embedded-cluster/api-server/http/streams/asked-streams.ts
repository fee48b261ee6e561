import { booleanParameter } from '../request/list-options.js';

/** Which streams of a process a client wants. */
export interface AskedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  /** Never with a terminal, which has one output. */
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** @source kubernetes: NewOptions in k8s.io/kubelet/pkg/cri/streaming/remotecommand */
export function askedStreams(query: URLSearchParams): AskedStreams {
  const tty = booleanParameter(query, 'tty');
  return {
    stdin: booleanParameter(query, 'stdin'),
    stdout: booleanParameter(query, 'stdout'),
    stderr: booleanParameter(query, 'stderr') && !tty,
    tty,
  };
}

export const asksForNothing = ({ stdin, stdout, stderr }: AskedStreams): boolean => !stdin && !stdout && !stderr;
