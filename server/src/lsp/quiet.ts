/** What follows a change waits until nothing has changed for this long, and at most that long after the first change. */
const quietMilliseconds = 200;
const patienceMilliseconds = 2_000;

/** Calls `work` once things have calmed down after `touch()`; several touches are one call. */
export function whenQuiet(work: () => void): { readonly touch: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let since = 0;
  const run = () => {
    timer = undefined;
    work();
  };
  return {
    touch: () => {
      const now = performance.now();
      if (timer === undefined) since = now;
      clearTimeout(timer);
      timer = setTimeout(run, Math.max(0, Math.min(quietMilliseconds, since + patienceMilliseconds - now)));
    },
    stop: () => clearTimeout(timer),
  };
}
