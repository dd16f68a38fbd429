// A fresh Node process as Lambda starts one: requires the bundle, gets one event over IPC, and answers with what
// the handler returned or threw, in the form in which Lambda hands it to its caller, and what it left behind.

const { performance } = require('node:perf_hooks');

const [, , bundle, functionArn, lifetime] = process.argv;
const begun = performance.now();

process.once('message', async ({ event }) => {
  const context = {
    awsRequestId: '8f5e1c2a-0000-4000-8000-000000000000',
    functionName: 'IamLapse-Sweep',
    invokedFunctionArn: functionArn,
    getRemainingTimeInMillis: () => Number(lifetime) - (performance.now() - begun),
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
