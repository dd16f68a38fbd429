import { synthesizedBundle } from '/tmp/w/checks/test/support/bundle';
import { dryRun } from '/tmp/w/checks/bench/sweeps';
(async () => {
  const bundle = synthesizedBundle();
  const { dryRun: day } = await dryRun(bundle, 5000, 2);
  console.log(JSON.stringify({ wall: day.wallMs, cpu: day.cpuMs, rss: day.rssBytes / 2**20, calls: day.calls, min: day.minimum }));
  const small = await dryRun(bundle, 5000, 1, 128);
  console.log(JSON.stringify({ heap128: small.dryRun.rssBytes / 2**20, wall: small.dryRun.wallMs }));
})();
