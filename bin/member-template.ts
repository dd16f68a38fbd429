import { printMemberTemplate } from './member-template/main';

/** `npm run member-template`. Not one of the commands of `npx iam-lapse`: none of them loads the CDK. */
const { stdout, stderr, env } = process;
// Exit quietly when stdout is closed (`| head`).
stdout.on('error', () => process.exit());
process.exitCode = printMemberTemplate(process.argv.slice(2), { stdout, stderr, env, now: () => Date.now() });
