import { closeAll, serve } from '../../support/clients';
import { AWAY_FROM_AWS } from '../away-from-aws';
import { command } from '../command';
import { bobsAccount } from './account';

// What the command does is tested in this process, beside this file. Here is what a process of its own adds.

afterEach(closeAll);

it('ends with the exit code, its output complete, and without a word about Node versions', async () => {
  const { env } = await serve(bobsAccount());
  const untold = { ...AWAY_FROM_AWS, ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: '' };
  const { code, stdout, stderr } = await command('bin/investigate.ts', ['bob', '--json'], untold);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, user: 'bob' });
  expect(await command('bin/investigate.ts', [], AWAY_FROM_AWS)).toMatchObject({
    code: 2,
    stderr: 'name the IAM user: npm run investigate -- USER\n',
  });
});
