import { mayBreakOff, runCommand } from '../../bin/commands';

/** Runs the command line without AWS and without npm. */
async function run(...args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const writer = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  const io = { stdout: writer('stdout'), stderr: writer('stderr'), env: {}, now: () => Date.now() };
  return { code: await runCommand(args, io), ...written };
}

const LIST = /^usage: npx iam-lapse COMMAND \[options\]\n\n {2}preview +judge /m;

it.each(['--help', '-h'])('%s lists the commands', async (help) => {
  expect(await run(help)).toStrictEqual({ code: 0, stdout: expect.stringMatching(LIST), stderr: '' });
});

it('no command is an error, with the list', async () => {
  expect(await run()).toStrictEqual({ code: 2, stdout: '', stderr: expect.stringMatching(LIST) });
});

it.each(['prevew', '--live', 'constructor', 'a\u001B[2J'])(
  '%j is no command: one line, and the list',
  async (name) => {
    const { code, stdout, stderr } = await run(name, '--json');
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(`Unknown command ${JSON.stringify(name)}.\n`)).toBe(true);
    expect(stderr).toMatch(LIST);
  },
);

it.each([
  ['preview', true],
  ['investigate', true],
  ['lock', false],
  ['prevew', true],
])('%s may be left half way when nobody reads its output: %j', (name, expected) => {
  expect(mayBreakOff([name, '--yes'])).toBe(expected);
});

it('lock gets the arguments after it', async () => {
  expect(await run('lock', 'bob')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^give a reason/),
  });
});

it('preview gets the arguments after it', async () => {
  const { code, stdout } = await run('preview', '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^usage: npm run preview -- /);
});
