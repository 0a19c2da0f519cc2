import { askToStop } from './stop.ts';

/**
 * Ends the command quietly once nobody reads what it says (`| head -1`): one that waits for a signal stops as it does at
 * SIGTERM, any other at once. Without this Node ends it with a stack trace.
 */
export function endWithReader(): void {
  let hasGone = false;
  const gone = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    // What is still said while a gateway drains meets the same error, and must not cut the draining short.
    if (hasGone) return;
    hasGone = true;
    askToStop();
  };
  process.stdout.on('error', gone);
  process.stderr.on('error', gone);
}
