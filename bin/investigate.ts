import { start } from './start';

/** `npm run investigate`. */
void start(['investigate', ...process.argv.slice(2)]);
