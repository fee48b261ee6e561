/** RFC 3339 with whole seconds, as Kubernetes writes times. @param milliseconds since the epoch */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
