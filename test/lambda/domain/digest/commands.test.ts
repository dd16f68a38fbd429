import { iamCommand } from '../../../../lambda/domain/digest/commands';
import { tooWide } from './run-reports';
import { commandOf, optionOf, pasted } from './pasted';

const NAMES = [
  ['plain', 'gareth.pugh'],
  ['with every sign that IAM allows', 'a+b=c,d.e@f_g-h'],
  ['with a comma', 'ortiz,lena'],
  ['with a leading dash', '-rf'],
  ['that is an option', '--profile'],
  ['with a leading equals sign', '=alice'],
  ['as long as IAM allows', 'n'.repeat(64)],
  ['as long, with a leading equals sign', `=${'n'.repeat(63)}`],
  ['as long, with a leading dash', `-${'n'.repeat(63)}`],
  ['as long, in several words', 'n.'.repeat(32)],
] as const;

describe('the command that undoes a disabling can be pasted as it is', () => {
  it.each(NAMES)('of a key: a user name %s', (_, user) => {
    const [args = [], ...others] = pasted(
      commandOf({ user, kind: 'accessKey', keyId: 'AKIAI44QH8DHBEXAMPLE' }),
    );
    expect(others).toStrictEqual([]);
    expect(args.slice(0, 2)).toStrictEqual(['iam', 'update-access-key']);
    expect(optionOf(args, '--user-name')).toBe(user);
    expect(optionOf(args, '--access-key-id')).toBe('AKIAI44QH8DHBEXAMPLE');
    expect(optionOf(args, '--status')).toBe('Active');
  });

  it.each(NAMES)('of a password: a user name %s', (_, user) => {
    const [args = [], ...others] = pasted(commandOf({ user, kind: 'password' }));
    expect(others).toStrictEqual([]);
    expect(args.slice(0, 2)).toStrictEqual(['iam', 'create-login-profile']);
    expect(optionOf(args, '--user-name')).toBe(user);
    expect(optionOf(args, '--password')).toBe('a new one');
    expect(args).toContain('--password-reset-required');
  });

  it('several can be pasted at once', () => {
    const names = NAMES.map(([, user]) => user);
    const calls = pasted(...names.map((user) => commandOf({ user, kind: 'accessKey' })));
    expect(calls.map((args) => optionOf(args, '--user-name'))).toStrictEqual(names);
  });

  it.each(NAMES)('no line is over 72 columns, where a mail program would break it: a name %s', (_, user) => {
    expect(tooWide(commandOf({ user, kind: 'accessKey' }))).toStrictEqual([]);
    expect(tooWide(commandOf({ user, kind: 'password' }))).toStrictEqual([]);
  });

  it('an everyday one is two lines', () => {
    expect(commandOf({ user: 'gareth.pugh', kind: 'accessKey', keyId: 'AKIAI44QH8DHBEXAMPLE' })).toBe(
      '    aws iam update-access-key --user-name gareth.pugh \\\n' +
        '      --access-key-id AKIAI44QH8DHBEXAMPLE --status Active',
    );
  });
});

describe('the command of a finding can be pasted as it is', () => {
  const command = (user: string, id: string) =>
    iamCommand({
      call: 'update-signing-certificate',
      options: [
        ['user-name', user],
        ['certificate-id', id],
        ['status', 'Inactive'],
        ['max-items', 5],
        ['debug'],
      ],
    }).join('\n');

  it.each(NAMES)('a user name %s', (_, user) => {
    const [args = [], ...others] = pasted(command(user, 'TA7SMP42TDN5Z26OBPJE7EXAMPLE'));
    expect(others).toStrictEqual([]);
    expect(optionOf(args, '--user-name')).toBe(user);
    expect(optionOf(args, '--certificate-id')).toBe('TA7SMP42TDN5Z26OBPJE7EXAMPLE');
    expect(args.slice(-3)).toStrictEqual(['--max-items', '5', '--debug']);
    expect(tooWide(command(user, 'TA7SMP42TDN5Z26OBPJE7EXAMPLE'))).toStrictEqual([]);
  });

  it('a variable is one word, whatever it is set to', () => {
    const options = [
      ['certificate-id', { variable: 'CERTIFICATE_ID' }],
      ['status', 'Inactive'],
    ] as const;
    const [args] = pasted("CERTIFICATE_ID='a b'", iamCommand({ call: 'x', options }).join('\n'));
    expect(args).toStrictEqual(['iam', 'x', '--certificate-id', 'a b', '--status', 'Inactive']);
  });

  it('an id with other characters gets none', () => {
    expect(command('erin', '$(id)')).toContain('use the IAM console');
  });
});

describe('a name that IAM would not have allowed gets no command, and that is said', () => {
  it.each([
    ['with a space', 'a b'],
    ['with an apostrophe', "o'brien"],
    ['of apostrophes alone', "'''"],
    ['with a quotation mark', 'a"b'],
    ['with a dollar sign', '$HOME'],
    ['that is a command', '$(id)'],
    ['that is a command in the old way', '`id`'],
    ['with a backslash', 'a\\'],
    ['with a semicolon', 'a;id'],
    ['with a pipe and a redirection', 'a|id>b'],
    ['with a glob', '*'],
    ['with an exclamation mark', 'a!!'],
    ['with a hash', '#a'],
    ['with a tilde', '~root'],
    ['far longer than IAM allows', 'n'.repeat(256)],
    ['with a line break', 'a\nid'],
    ['with a control character', 'a\u001B[2J'],
    ['with a mark that turns the direction of writing', 'a\u202Eb'],
    ['with letters beyond ASCII', 'zoë'],
  ])('a name %s', (_, user) => {
    for (const kind of ['accessKey', 'password'] as const) {
      const text = commandOf({ user, kind });
      expect(text).not.toContain('aws iam');
      expect(text).not.toContain(user);
      expect(text).toContain('use the IAM console');
    }
  });
});
