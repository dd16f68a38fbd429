import { start } from './start';

/** `npx iam-lapse`, by way of launcher.cjs. */
void start(process.argv.slice(2));
