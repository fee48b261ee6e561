/** As much of pino's logger as the engine uses. */
export interface Logger {
  /** Details that only a developer needs. */
  debug(details: object, message: string): void;
  /** A normal event. */
  info(details: object, message: string): void;
  /** A failure that is retried. */
  warn(details: object, message: string): void;
  /** A failure that a person must act on. */
  error(details: object, message: string): void;
}

const ignore = () => undefined;

/** Discards every entry. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
