// A Lambda runtime that stays: it handles one event after the other, each a line of standard input, and writes each answer
// as a line into the pipe ANSWERS_FD. Standard output is the function's log. This is JavaScript, because plain Node runs it.

const { writeSync } = require('node:fs');
const { createInterface } = require('node:readline');

const [file, name] = process.argv.slice(2);
const answers = Number(process.env.ANSWERS_FD);
delete process.env.ANSWERS_FD;
const handler = require(file)[name];

createInterface(process.stdin).on('line', async (line) => {
  const { event, context, timeoutMs } = JSON.parse(line);
  const deadline = Date.now() + timeoutMs;
  const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
  let outcome;
  try {
    outcome = { answer: (await handler(event, { ...context, getRemainingTimeInMillis })) ?? null };
  } catch (error) {
    outcome = { error: { name: error?.name ?? typeof error, message: error?.message ?? String(error) } };
  }
  writeSync(answers, `${JSON.stringify(outcome)}\n`);
});
