import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { installAwsInstead } from './install-aws-instead';
import { credentials } from './shell';

// Without an AWS CLI, a shell can still run the printed commands.

const sh = promisify(execFile);

let folder: string;
let server: Server;
let env: NodeJS.ProcessEnv;
let bodies: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'iam-lapse-aws-instead-'));
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      const json = request.headers['x-amz-target'] !== undefined;
      response.end(json ? '{}' : '<Answer><LoginProfile/></Answer>');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const path = [installAwsInstead(folder), process.env['PATH']].join(delimiter);
  env = { ...process.env, ...credentials(`http://127.0.0.1:${port}`), PATH: path };
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  bodies = [];
});

test.each([
  {
    printed:
      '    aws iam update-access-key --user-name two-keys \\\n      --access-key-id AKIA1 --status Active',
    sent: { Action: 'UpdateAccessKey', UserName: 'two-keys', AccessKeyId: 'AKIA1', Status: 'Active' },
  },
  {
    printed:
      '    aws iam create-login-profile --user-name=-odd- \\\n      --password-reset-required --password "$NEW_PASSWORD"',
    sent: {
      Action: 'CreateLoginProfile',
      UserName: '-odd-',
      PasswordResetRequired: 'true',
      Password: 'two words, $HOME',
    },
  },
])('$sent.Action', async ({ printed, sent }) => {
  await sh('sh', ['-c', printed], { cwd: folder, env: { ...env, NEW_PASSWORD: 'two words, $HOME' } });
  expect(bodies.map((body) => Object.fromEntries(new URLSearchParams(body)))).toMatchObject([sent]);
});

test('a parameter is set to what a file holds', async () => {
  writeFileSync(join(folder, 'policy.json'), '{"noticeDays": 7}\n');
  const printed = 'aws ssm put-parameter --name /iam-lapse/policy --value file://policy.json --overwrite';
  await sh('sh', ['-c', printed], { cwd: folder, env });
  expect(bodies.map((body): unknown => JSON.parse(body))).toEqual([
    { Name: '/iam-lapse/policy', Value: '{"noticeDays": 7}\n', Overwrite: true },
  ]);
});

test('a call that it does not know, or an option, is an error', async () => {
  const run = (printed: string) => sh('sh', ['-c', printed], { cwd: folder, env });
  await expect(run('aws iam delete-user --user-name bob')).rejects.toThrow('cannot run: aws iam delete-user');
  await expect(run('aws iam update-access-key --user bob')).rejects.toThrow("Unknown option '--user'");
  expect(bodies).toEqual([]);
});
