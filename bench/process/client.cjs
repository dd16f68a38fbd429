// The measured process: a fresh Node that loads a file and calls its handler once, as Lambda does at a cold start.
// Nothing else runs in it.

const { existsSync, readFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');

const [, , file, functionArn] = process.argv;
const LIFETIME = 900_000;

process.once('message', async ({ event }) => {
  const begun = performance.now();
  const context = {
    awsRequestId: '8f5e1c2a-0000-4000-8000-000000000000',
    functionName: 'IamLapse-Sweep',
    invokedFunctionArn: functionArn,
    getRemainingTimeInMillis: () => LIFETIME - (performance.now() - begun),
  };
  let loaded = begun;
  let answer;
  let error;
  try {
    const { handler } = require(file);
    loaded = performance.now();
    answer = await handler(event, context);
  } catch (thrown) {
    error = String(thrown);
  }
  const ended = performance.now();
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send({
    answer,
    error,
    loadMs: loaded - begun,
    callMs: ended - loaded,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    rssBytes: peakBytes(),
  });
  process.disconnect();
});

// Without /proc, use the system's peak. On Linux, that peak starts with the parent's memory, so /proc is better.
function peakBytes() {
  const status = '/proc/self/status';
  const peak = existsSync(status) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8')) : null;
  return 1024 * (peak ? Number(peak[1]) : process.resourceUsage().maxRSS);
}
