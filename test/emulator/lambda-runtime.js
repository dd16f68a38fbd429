// A small Lambda runtime: it handles one event, and exits as soon as there is an answer. Work that the handler does not
// await is lost, as in Lambda. This is JavaScript, because plain Node runs it.

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
