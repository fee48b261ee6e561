/** What the wrapper in the Pod is started with. Durations are whole seconds. */
export interface WrapperOptions {
  /** File with the prompt. @default the CLI gets none */
  readonly promptFile?: string;
  readonly promptBy: 'stdin' | 'argument';
  /** Of a wait for the provider. */
  readonly waitSeconds: number;
  readonly silenceSeconds: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceSeconds: number;
  /** Variables whose values are masked in the stream. */
  readonly maskEnv: readonly string[];
  /** Files whose contents are masked in the stream. */
  readonly maskFiles: readonly string[];
  /** Below `$HOME`, by relative path: written unless they exist. */
  readonly homeFiles: Readonly<Record<string, string>>;
  /** Program and arguments of the CLI. */
  readonly command: readonly string[];
}

/** Stands for the prompt in the arguments of a CLI that does not read it from its input. */
export const PROMPT_PLACEHOLDER = '{prompt}';

/** The arguments that `readWrapperOptions` reads; what is as usual is not there. */
export function wrapperArguments(options: WrapperOptions): string[] {
  const { promptFile, promptBy, waitSeconds, silenceSeconds, graceSeconds, maskEnv, maskFiles, homeFiles } = options;
  return [
    ...(promptFile === undefined ? [] : [`--prompt-file=${promptFile}`, `--prompt-by=${promptBy}`]),
    `--wait-seconds=${waitSeconds}`,
    `--silence-seconds=${silenceSeconds}`,
    `--grace-seconds=${graceSeconds}`,
    ...maskEnv.map((name) => `--mask-env=${name}`),
    ...maskFiles.map((path) => `--mask-file=${path}`),
    ...Object.entries(homeFiles).map(([path, text]) => `--home-file=${path}=${text}`),
    '--',
    ...options.command,
  ];
}

/** @throws Error for arguments that `wrapperArguments` has not made */
export function readWrapperOptions(args: readonly string[]): WrapperOptions {
  const end = args.indexOf('--');
  const given = args.slice(0, end < 0 ? args.length : end).map(option);
  const all = (name: string) => given.filter((one) => one.name === name).map(({ value }) => value);
  const seconds = (name: string, usual: number) => wholeSeconds(name, all(name).at(-1) ?? String(usual));
  const command = end < 0 ? [] : args.slice(end + 1);
  if (command.length === 0) throw new Error('Cannot start an agent: its command is missing; give it after --');
  const promptFile = all('prompt-file').at(-1);
  return {
    ...(promptFile === undefined ? {} : { promptFile }),
    promptBy: all('prompt-by').at(-1) === 'argument' ? 'argument' : 'stdin',
    waitSeconds: seconds('wait-seconds', 60),
    silenceSeconds: seconds('silence-seconds', 600),
    graceSeconds: seconds('grace-seconds', 25),
    maskEnv: all('mask-env'),
    maskFiles: all('mask-file'),
    homeFiles: Object.fromEntries(all('home-file').map((text) => split(text))),
    command,
  };
}

const known = new Set([
  ...['prompt-file', 'prompt-by', 'wait-seconds', 'silence-seconds', 'grace-seconds'],
  ...['mask-env', 'mask-file', 'home-file'],
]);

function option(arg: string): { readonly name: string; readonly value: string } {
  const [name, value] = split(arg.replace(/^--/, ''));
  if (!arg.startsWith('--') || !known.has(name)) throw new Error(`Cannot read the argument ${name}: it is not known`);
  return { name, value };
}

/** At the first `=`. */
function split(text: string): [string, string] {
  const end = text.indexOf('=');
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
}

function wholeSeconds(name: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Error(`Cannot read --${name}=${text}: give whole seconds`);
  return Number(text);
}
