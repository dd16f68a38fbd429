// What Lambda does around a handler, in small: one event, and the process is gone once there is an answer, so
// that work which nobody awaited is lost here as it is there. JavaScript, because a plain node runs it.

process.once('message', async ({ module: file, handler, event, timeoutMs, context }) => {
  const deadline = Date.now() + timeoutMs;
  const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
  let outcome;
  try {
    const answer = await require(file)[handler](event, { ...context, getRemainingTimeInMillis });
    outcome = { kind: 'answered', answer };
  } catch (error) {
    outcome = { kind: 'threw', name: error?.name ?? typeof error, message: error?.message ?? String(error) };
  }
  process.send(outcome, () => process.exit());
});
