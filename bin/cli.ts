import { preview } from './preview/main';
void (async()=>{const { stdout, stderr } = process;
  process.exitCode = await preview(process.argv.slice(3), { stdout, stderr, now: () => Date.now() });})();
