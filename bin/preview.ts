import { start } from './start';

/** `npm run preview`. */
void start(['preview', ...process.argv.slice(2)]);
