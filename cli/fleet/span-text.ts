/** `42s`, `5m`, `1h3m`: what `--wait` takes. Minutes are rounded up. @param seconds whole */
export function spanText(seconds: number): string {
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}h${rest === 0 ? '' : `${rest}m`}`;
}
