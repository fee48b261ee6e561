/** `0.4s`, `12s`, `3m05s`, `2h10m`: the two units that matter. Negative counts as zero. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.floor(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${twoDigits(Math.floor(seconds % 60))}s`;
  return `${Math.floor(minutes / 60)}h${twoDigits(minutes % 60)}m`;
}

const twoDigits = (n: number) => String(n).padStart(2, '0');
