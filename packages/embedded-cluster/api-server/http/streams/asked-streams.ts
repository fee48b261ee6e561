/** Which streams of a process a client wants. */
export interface AskedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  /** Never with a terminal, which has one output. */
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** As the API server reads it, anything but `false` and `0` is a yes. @source kubernetes: NewOptions in k8s.io/kubelet/pkg/cri/streaming/remotecommand */
export function askedStreams(query: URLSearchParams): AskedStreams {
  const wants = (name: string) => query.has(name) && !/^(false|0)$/i.test(query.get(name) ?? '');
  const tty = wants('tty');
  return { stdin: wants('stdin'), stdout: wants('stdout'), stderr: wants('stderr') && !tty, tty };
}

export const asksForNothing = ({ stdin, stdout, stderr }: AskedStreams): boolean => !stdin && !stdout && !stderr;
