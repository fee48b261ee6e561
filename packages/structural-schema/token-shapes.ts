/** A kind of token that is recognised by its form alone. */
export interface TokenShape {
  /** `a GitHub token`. */
  readonly name: string;
  readonly pattern: RegExp;
}

/*
 * Prefixes that their issuers publish so that scanners find them. Each pattern begins with fixed letters and has bounded or
 * disjoint repetitions, so that a long text costs linear time.
 */
export const tokenShapes: readonly TokenShape[] = [
  { name: 'a GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{20,255}/g },
  { name: 'a GitHub token', pattern: /\bgithub_pat_\w{20,255}/g },
  { name: 'a GitLab token', pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[\w-]{16,255}/g },
  { name: 'a Bitbucket token', pattern: /\bAT(?:BB|CTT3|ATT3)[\w=-]{20,255}/g },
  { name: 'a Slack token', pattern: /\bxox[abeoprs]-[\w-]{10,255}/g },
  { name: 'a Slack token', pattern: /\bxapp-\d-[\w-]{10,255}/g },
  { name: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { name: 'an Anthropic key', pattern: /\bsk-ant-[\w-]{8,255}/g },
  { name: 'an OpenAI key', pattern: /\bsk-(?:proj|svcacct|admin)-[\w-]{16,255}/g },
  { name: 'an OpenAI key', pattern: /\bsk-[A-Za-z0-9]{32,255}/g },
  { name: 'an OpenRouter key', pattern: /\bsk-or-[\w-]{16,255}/g },
  { name: 'a Google API key', pattern: /\bAIza[\w-]{35}/g },
  { name: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { name: 'a PyPI token', pattern: /\bpypi-AgE[\w-]{20,1024}/g },
  { name: 'a Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,255}/g },
  { name: 'a Stripe key', pattern: /\b[sr]k_live_[A-Za-z0-9]{16,255}/g },
  { name: 'a SendGrid key', pattern: /\bSG\.[\w-]{16,64}\.[\w-]{16,64}/g },
  { name: 'a DigitalOcean token', pattern: /\bdo[opr]_v1_[a-f0-9]{32,64}/g },
  { name: 'a Docker Hub token', pattern: /\bdckr_(?:pat|oat)_[\w-]{20,255}/g },
  { name: 'a Vault token', pattern: /\bhv[sbr]\.[\w-]{20,1024}/g },
  { name: 'an age key', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{40,80}/g },
  { name: 'a JSON Web Token', pattern: /\beyJ[\w-]{8,8192}\.eyJ[\w-]{8,8192}\.[\w-]{8,8192}/g },
  {
    name: 'a private key',
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[ \t]*(?:\r?\n|\\r|\\n)|[ \t]+MI)[^-]{8}[^-]*(?:-----END [A-Z0-9 ]{1,64}-----)?/g,
  },
];

/** A token in a text. */
export interface FoundToken {
  readonly name: string;
  /** Where it begins. */
  readonly index: number;
}

/** No token is shorter: most texts of an object are, and need no search. */
const shortestToken = 15;

/** What every text with a token holds; almost no text does, and then one search is enough. */
const anyPrefix =
  /gh[pousr]_|github_pat_|gl[a-z]{2,5}-|AT(?:BB|CT|AT)|xox[abeoprs]-|xapp-|AKIA|ASIA|sk-|AIza|npm_|pypi-|hf_|k_live_|SG\.|do[opr]_v1_|dckr_|hv[sbr]\.|AGE-SECRET|eyJ|PRIVATE KEY/;

/** The shortest token has 15 characters. */
const mayHoldToken = (text: string): boolean => text.length >= 15 && anyPrefix.test(text);

/** Tokens of a text, each place once; not what only stands for one, such as `ghp_xxxxxxxxxxxxxxxxxxxx`. */
export function tokensIn(text: string): FoundToken[] {
  if (!mayHoldToken(text)) return [];
  if (text.length < shortestToken) return [];
  const found = tokenShapes.flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)].filter(([token]) => isVaried(token)).map(({ index }) => ({ name, index })),
  );
  return found.sort((a, b) => a.index - b.index);
}

/** The text with the beginning of each token and `***`. */
export const withoutTokens = (text: string): string => (mayHoldToken(text) ? tokenShapes.reduce(masked, text) : text);

const masked = (text: string, { pattern }: TokenShape): string =>
  text.replace(pattern, (token) => (isVaried(token) ? `${token.slice(0, 4)}***` : token));

/** Real tokens are random: a placeholder repeats few characters behind its prefix. */
const isVaried = (token: string): boolean => new Set(token.slice(4)).size > 5;
