const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  EEXIST: 'a file of that name is there',
  EISDIR: 'a folder of that name is there',
  ENOTDIR: 'a part of the path is a file',
  ENOENT: 'no folder can be made there',
}

/** Node's code for what went wrong with a file; empty where it has none. */
export const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? ''

/** Why a file or a folder can't be written, in words. */
export const whyNot = (error: unknown) => reasons[codeOf(error)] ?? (error as Error).message
