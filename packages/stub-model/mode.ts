/** How the model behaves: the first segment of the path of a request. */
export type Mode =
  | { readonly kind: (typeof plainModes)[number] }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number };

/** Every mode, as a client writes it; `429-after-120` works with any number of seconds. */
export const modes = ['ok', 'tool', 'push', '401', '429', '429-after-120', '500', 'slow', 'cut'] as const;

const plainModes = ['ok', 'tool', 'push', 'slow', 'cut'] as const;

/** Undefined for a segment that is no mode. */
export function readMode(segment: string): Mode | undefined {
  const named = plainModes.find((mode) => mode === segment);
  if (named) return { kind: named };
  const [, status, seconds] = /^([45]\d\d)(?:-after-(\d{1,6}))?$/.exec(segment) ?? [];
  if (status === undefined) return undefined;
  return {
    kind: 'status',
    status: Number(status),
    ...(seconds === undefined ? {} : { retryAfterSeconds: Number(seconds) }),
  };
}
