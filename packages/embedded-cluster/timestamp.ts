/** RFC 3339 with whole seconds, as Kubernetes' `metav1.Time`. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Seconds from one `timestamp` to a moment in milliseconds; negative when it lies ahead. */
export function secondsSince(time: string, nowMilliseconds: number): number {
  return (nowMilliseconds - Date.parse(time)) / 1000;
}
