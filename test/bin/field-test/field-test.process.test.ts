import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeAll, serve } from '../../support/clients';
import { anAccount, aUser, type FakeAccount, type FakeAws } from '../../support/fake-aws';
import { AWAY_FROM_AWS } from '../away-from-aws';
import { command } from '../command';

// What a process of its own adds: signals, a killed process, a closed pipe.

afterEach(closeAll);

const TRY = ['--account', '123456789012', '--yes'];

let account: FakeAccount;
let aws: FakeAws;

beforeEach(async () => {
  account = anAccount({ users: [aUser({ name: 'alice' })] });
  aws = await serve(account);
});

const env = () => ({ ...AWAY_FROM_AWS, ...aws.env });
const names = () => account.users.map(({ name }) => name);

type Started = ChildProcessByStdio<null, Readable, Readable>;

function start(): Started {
  const args = ['--import', 'tsx', 'bin/field-test.ts', ...TRY];
  return spawn(process.execPath, args, {
    env: { ...process.env, ...env() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Half way: users, a password and keys exist. */
async function untilKeysExist(): Promise<void> {
  while (!account.users.some(({ keys }) => keys.length > 0)) await sleep(20);
}

it('killed half way and run again, it leaves nothing', async () => {
  const child = start();
  await untilKeysExist();
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(names().length).toBeGreaterThan(3);

  const { code, stdout, stderr } = await command('bin/field-test.ts', TRY, env());
  expect({ code, stderr, names: names() }).toStrictEqual({ code: 0, stderr: '', names: ['alice'] });
  expect(stdout).toMatch(/^\d users of an earlier field test below/m);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s: it removes what it made, and fails',
  async (signal) => {
    const child = start();
    await untilKeysExist();
    child.kill(signal);
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    expect({ code, names: names() }).toStrictEqual({ code: 1, names: ['alice'] });
    expect(stderr).toContain('removing what this run made; interrupt again to leave it');
    expect(stdout).toMatch(/^A14 +holds/m);
  },
);

it('a second signal ends it at once, with the commands that remove what is left', async () => {
  const child = start();
  await untilKeysExist();
  aws.faults.push({ action: 'DeleteUser', latencyMs: 60_000 });
  child.kill('SIGINT');
  while (!aws.calls.some(({ action, status }) => action === 'DeleteUser' && status === 0)) await sleep(20);
  child.kill('SIGINT');
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect(code).toBe(1);
  for (const name of names().filter((each) => each !== 'alice')) {
    expect(stderr).toContain(`aws iam delete-user --user-name ${name}\n`);
  }
});

it('goes on to remove its users when nobody reads its output any more', async () => {
  const child = start();
  child.stdout.destroy();
  child.stderr.destroy();
  await once(child, 'close');
  expect(names()).toStrictEqual(['alice']);
});
