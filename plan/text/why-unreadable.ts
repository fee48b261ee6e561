/** As Node.js calls what may be wrong with the path of a file that a person named. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its path is too long',
  ERR_INVALID_ARG_VALUE: 'its path contains a null character',
};

/** Why a file cannot be read or written, without the words of the system: the message around it names the path. */
export function whyUnreadable(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return reasons[code ?? ''] ?? message ?? String(error);
}
