import { start } from './start';

/** `npm run lock`. */
void start(['lock', ...process.argv.slice(2)]);
