// Loaded before the function's code, this moves its clock CLOCK_AHEAD_MS ahead of this machine's. Only the date moves;
// timers and performance.now() do not change. This is JavaScript, because plain Node runs it.

const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
if (!Number.isFinite(aheadMs)) throw new Error('CLOCK_AHEAD_MS is not a number');

const { now } = Date;
Date.now = () => now() + aheadMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [target.now()] : args, newTarget),
  apply: (target) => new target(target.now()).toString(),
});
