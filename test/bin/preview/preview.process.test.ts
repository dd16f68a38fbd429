import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { closeAll, serve } from '../../support/clients';
import { aDeployedAccount } from '../../support/deployment';
import { NOW } from '../../support/builders';
import { theStaff } from '../../support/staff';
import { AWAY_FROM_AWS } from '../away-from-aws';
import { command } from '../command';

// What `preview` does is tested in this process, beside this file. Here is what a process of its own adds.

afterEach(closeAll);

const preview = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  command('bin/preview.ts', args, { ...AWAY_FROM_AWS, ...env });
const LIVE = ['--live', '--now', '2026-11-20T07:00:00Z'];
const anAws = () => serve(aDeployedAccount({ users: theStaff(), account: { now: () => NOW } }));

it('ends with the exit code that was asked for, its output complete', async () => {
  const { code, stdout, stderr } = await preview(['--fail-on', 'stale', '--json']);
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ accountId: '123456789012' });
  expect(stderr).toBe('10 stale: exit 3. (1 unclear could not be judged and does not count.)\n');
});

it('ends quietly when nobody reads its output, as with `| head`', async () => {
  const args = ['--import', 'tsx', 'bin/preview.ts', '--json'];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...AWAY_FROM_AWS } });
  child.stdout.destroy();
  const [stderr, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ code, signal, stderr }).toStrictEqual({ code: 0, signal: null, stderr: '' });
});

it('--live judges the account behind the credentials of the environment', async () => {
  const { env } = await anAws();
  const { code, stdout, stderr } = await preview(LIVE, env);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Subject: iam-lapse 123456789012 dry-run: /);
});

it('--live says nothing of the Node versions that the SDK is to need one day', async () => {
  const { env } = await anAws();
  const untold = { ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: '' };
  expect(await preview(LIVE, untold)).toMatchObject({ code: 0, stderr: '' });
});

it('--live without credentials is one line', async () => {
  const { code, stdout, stderr } = await preview(['--live']);
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^no AWS credentials: .*Set AWS_PROFILE and sign in.*\n$/);
});
