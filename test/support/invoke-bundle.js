// A fresh Node process, as Lambda starts one. It requires the bundle and gets one event over IPC. It answers with what
// the handler returned or threw, in Lambda's form, and with the number of timers that are left.

const { performance } = require('node:perf_hooks');

const [, , bundle, functionArn, lifetime] = process.argv;
const started = performance.now();

process.once('message', async ({ event }) => {
  const context = {
    awsRequestId: '8f5e1c2a-0000-4000-8000-000000000000',
    functionName: 'IamLapse-Sweep',
    invokedFunctionArn: functionArn,
    getRemainingTimeInMillis: () => Number(lifetime) - (performance.now() - started),
  };
  const end = {};
  try {
    const { handler } = require(bundle);
    end.answer = await handler(event, context);
  } catch (error) {
    end.error = { errorType: error.name, errorMessage: error.message };
  }
  process.disconnect();
  end.timers = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  process.stderr.write(`\nEND ${JSON.stringify(end)}\n`, () => process.exit());
});
