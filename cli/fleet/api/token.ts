import { UserError } from '../../errors/user-error.js';

/** A token of the environment, and where it was found. */
export interface ApiToken {
  readonly variable: string;
  readonly value: string;
}

/**
 * The first of the variables that is set and not empty; undefined without one.
 *
 * @throws UserError that does not show the value, if no HTTP header may have it
 */
export function tokenIn(env: NodeJS.ProcessEnv, variables: readonly string[]): ApiToken | undefined {
  const found = variables.map((variable) => ({ variable, value: env[variable]?.trim() ?? '' }));
  const token = found.find(({ value }) => value !== '');
  if (token && !/^[\x21-\x7e]+$/.test(token.value)) {
    throw new UserError(`Cannot use ${token.variable}: it holds a blank or a character that no token has`);
  }
  return token;
}

/** A text of a server without the token that it may repeat. */
export const withoutToken = (text: string, token: ApiToken | undefined): string =>
  token ? text.replaceAll(token.value, '***') : text;
