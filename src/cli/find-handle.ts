import type { WatchedHandle } from '../bot/ports.js';
import { directoryFolder, readConfig, watchedHandles } from '../compose.js';
import { loadDirectory } from '../directory/load-directory.js';
import { SunwaiError } from '../lib/errors.js';

/** Every handle of the directory that has a numeric id. */
export function directoryHandles(): WatchedHandle[] {
  return watchedHandles(loadDirectory(directoryFolder(readConfig())));
}

/** The handle of the directory with this name, with or without the @, or this numeric id. Throws HDL-001. */
export function findHandle(typed: string): WatchedHandle {
  const name = typed.replace(/^@/, '').toLowerCase();
  const found = directoryHandles().find(
    ({ handle, xUserId }) => handle.toLowerCase() === name || xUserId === name,
  );
  if (found !== undefined) return found;
  throw new SunwaiError({
    code: 'HDL-001',
    where: typed,
    detail: 'the directory has no such handle with an id',
  });
}
