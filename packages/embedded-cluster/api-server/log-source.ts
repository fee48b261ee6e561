/** The query parameters of `kubectl logs`. */
export interface LogOptions {
  readonly follow: boolean;
  readonly tailLines?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly timestamps: boolean;
  /** The instance of the container before its last restart. */
  readonly previous: boolean;
  readonly limitBytes?: number;
}

/** Where `kubectl logs` reads; what runs containers provides it. */
export interface LogSource {
  /** The container's log as a stream of bytes. With `follow` it ends when the container has ended, or at `signal`. */
  read(
    namespace: string,
    pod: string,
    container: string,
    options: LogOptions,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
}
