// Lambda's part: a process with both functions of an organization, which takes all their invocations. Neither function keeps
// anything from one invocation to the next, so a process each, as Lambda has, would only start more often.

const { existsSync, readFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');

const { files, functionArn, offsetMs } = JSON.parse(process.argv[2]);
const LIFETIME = 900_000;
const ERRORS = 5;

const now = Date.now;
Date.now = () => now() + offsetMs;

let logBytes = 0;
const errors = [];
let end;
process.stdout.write = (line) => {
  logBytes += Buffer.byteLength(line);
  const text = String(line).trim();
  if (text.includes('"level":"ERROR"') && errors.length < ERRORS) errors.push(text);
  // The coordinator's last line has what became of the accounts.
  if (text.includes('"event":"organization-end"')) end = JSON.parse(text);
  return true;
};

async function invoke({ id, name, event }) {
  const begun = performance.now();
  const context = {
    awsRequestId: '8f5e1c2a-0000-4000-8000-000000000000',
    functionName: name,
    invokedFunctionArn: `${functionArn}${name}`,
    getRemainingTimeInMillis: () => LIFETIME - (performance.now() - begun),
  };
  let answer;
  let error;
  try {
    answer = await require(files[name]).handler(event, context);
  } catch (thrown) {
    error = String(thrown);
  }
  process.send({ id, answer, error, ms: performance.now() - begun });
}

process.on('message', (message) => {
  if (message !== 'usage') return void invoke(message);
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send({
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    rssBytes: peakBytes(),
    logBytes,
    errors,
    end,
  });
  process.disconnect();
});

// As in bench/process/client.cjs.
function peakBytes() {
  const status = '/proc/self/status';
  const peak = existsSync(status) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8')) : null;
  return 1024 * (peak ? Number(peak[1]) : process.resourceUsage().maxRSS);
}
