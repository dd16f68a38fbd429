// Loaded before the function's code: its clock is ahead of this machine's by CLOCK_AHEAD_MS. Only the date moves;
// timers and performance.now() go on, as they do in Lambda. JavaScript, because a plain node runs it.

const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
if (!Number.isFinite(aheadMs)) throw new Error('CLOCK_AHEAD_MS is not a number');

const { now } = Date;
Date.now = () => now() + aheadMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [target.now()] : args, newTarget),
  apply: (target) => new target(target.now()).toString(),
});
