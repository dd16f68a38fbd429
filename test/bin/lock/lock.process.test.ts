import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { aUser, aKey } from '../../support/fake-aws';
import { aDeployedAccount } from '../../support/deployment';
import { closeAll, serve } from '../../support/clients';
import { AWAY_FROM_AWS } from '../away-from-aws';
import { command } from '../command';

// What the command does is tested in this process, beside this file. Here is what a process of its own adds.

afterEach(closeAll);

const ARGS = ['mallory', '--reason', 'INC-42', '--yes', '--no-record'];
const anAws = () => serve(aDeployedAccount({ users: [aUser({ name: 'mallory', keys: [aKey(), aKey()] })] }));

it('locks to the end when nobody reads its output any more', async () => {
  const { env, writes } = await anAws();
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/lock.ts', ...ARGS], {
    env: { ...process.env, ...AWAY_FROM_AWS, ...env },
  });
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await once(child, 'close')).toStrictEqual([0, null]);
  expect(writes().map(({ action }) => action)).toStrictEqual(['UpdateAccessKey', 'UpdateAccessKey']);
});

it('is a command of npx iam-lapse, and ends with its exit code', async () => {
  const { env } = await anAws();
  const away = { ...AWAY_FROM_AWS, ...env };
  const { code, stdout, stderr } = await command('bin/cli.ts', ['lock', ...ARGS], away);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('LOCKED: mallory');
  expect(await command('bin/lock.ts', [], away)).toMatchObject({
    code: 2,
    stderr: 'name the user to lock: npm run lock -- USER --reason TEXT\n',
  });
});
