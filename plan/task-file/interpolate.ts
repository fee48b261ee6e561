import { nearest } from '../text/nearest.js';

/** What the references of a `kubetask.yaml` stand for. */
export interface Values {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly vars: Readonly<Record<string, string | number>>;
}

const reference = /(\$?)\$\{(?:env:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?|vars\.([\w-]+))\}/g;

/**
 * Replaces `${env:NAME}`, `${env:NAME:-default}` (for a variable that is not set, or empty) and `${vars.name}`. A
 * variable may refer to others. `$${…}` stands for the text `${…}`. Everything else is left as it is.
 *
 * @param fail is called with each message; what it is about is replaced by nothing
 */
export function interpolate(text: string, values: Values, fail: (message: string) => void): string {
  return replaced(text, values, fail, []);
}

function replaced(text: string, values: Values, fail: (message: string) => void, within: readonly string[]): string {
  return text.replace(reference, (whole, dollar: string, env?: string, fallback?: string, name?: string) => {
    if (dollar !== '') return whole.slice(1);
    return env === undefined ? varOf(name ?? '', values, fail, within) : envOf(env, fallback, values, fail);
  });
}

function envOf(name: string, fallback: string | undefined, { env }: Values, fail: (message: string) => void): string {
  const value = env[name];
  if (fallback !== undefined) return value || fallback;
  if (value === undefined) {
    fail(`environment variable ${name} is not set; set it, or give a default: \${env:${name}:-default}`);
  }
  return value ?? '';
}

function varOf(name: string, values: Values, fail: (message: string) => void, within: readonly string[]): string {
  if (within.includes(name)) {
    fail(`vars.${name} refers to itself: ${[...within.slice(within.indexOf(name)), name].join(' -> ')}`);
    return '';
  }
  const value = Object.hasOwn(values.vars, name) ? values.vars[name] : undefined;
  if (value !== undefined) return replaced(String(value), values, fail, [...within, name]);
  const near = nearest(name, Object.keys(values.vars));
  fail(`vars.${name} is not defined${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : ''}`);
  return '';
}
