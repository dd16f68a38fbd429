import type { Log } from '../ports';

/**
 * One JSON object a line, straight to stdout: with the function's JSON log format a line that is JSON already
 * is taken as it is, so that its fields can be queried and filtered by name.
 */
export const jsonLog: Log = (level, event, fields) => {
  const line = { timestamp: new Date().toISOString(), level, event, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
