import { bodyOf, OUTCOMES, resultOf, sectionsOf, unwrapped } from './run-reports';

const KEY = { kind: 'accessKey', keyId: 'AKIAI44QH8DHBEXAMPLE' } as const;

const sectionOf = (title: string, options: Parameters<typeof bodyOf>[0]): string =>
  sectionsOf(bodyOf(options)).get(title) ?? '';

describe('what was disabled stands with the command that undoes it', () => {
  it('a key', () => {
    expect(
      sectionOf('DISABLED (1)', { results: [resultOf(OUTCOMES.disabled, { user: 'erin', ...KEY })] }),
    ).toBe(
      [
        'DISABLED (1)',
        '  The command below each one undoes it. The credential then counts as',
        '  used on that day.',
        '',
        '  erin, access key created 2024-01-01 (AKIA...MPLE)',
        '    unused for 60 days: last used 2026-09-21 for s3 in eu-west-1',
        '    aws iam update-access-key --user-name erin \\',
        '      --access-key-id AKIAI44QH8DHBEXAMPLE --status Active',
        '',
        '',
      ].join('\n'),
    );
  });

  it('a password, with an honest word that the old one is gone', () => {
    const section = sectionOf('DISABLED (1)', { results: [resultOf(OUTCOMES.disabled, { user: 'erin' })] });
    expect(section).toContain('\n    aws iam create-login-profile --user-name erin ');
    expect(unwrapped(section)).toContain('A deleted password cannot be recovered');
    expect(unwrapped(section)).toContain('--password "$NEW_PASSWORD"');
  });

  it('keys alone need no word about passwords', () => {
    const section = sectionOf('DISABLED (1)', { results: [resultOf(OUTCOMES.disabled, KEY)] });
    expect(section).not.toContain('password cannot be recovered');
  });

  it('a lost answer is told, for only the read-back proved what was done', () => {
    const outcome = { kind: 'disabled', responseLost: true } as const;
    expect(unwrapped(bodyOf({ results: [resultOf(outcome)] }))).toContain("IAM's answer was lost");
    expect(unwrapped(bodyOf({ results: [resultOf(OUTCOMES.disabled)] }))).not.toContain(
      "IAM's answer was lost",
    );
  });
});

describe('what failed names its cause, and how to undo it if it may have been done', () => {
  it.each([
    ['may be disabled', true, 1],
    ['surely is not', false, 0],
  ])('%s', (_, mayBeDisabled, commands) => {
    const outcome = { kind: 'failed', cause: 'the connection was reset', mayBeDisabled } as const;
    const section = sectionOf('FAILED (1)', { results: [resultOf(outcome, KEY)] });
    expect(section).toContain('    the connection was reset\n');
    const undo = /If it turns out to be disabled, this command undoes it:\n +aws iam update-access-key/g;
    expect([...section.matchAll(undo)]).toHaveLength(commands);
  });
});

describe('a call that AWS denied comes with what to look at', () => {
  const failed = (cause: string) => [resultOf({ kind: 'failed', cause, mayBeDisabled: false }, KEY)];
  const ADVICE = 'then look for a service control policy (SCP)';

  it.each([
    ['UpdateAccessKey failed: AccessDenied: User is not authorized to perform iam:UpdateAccessKey', true],
    ['UpdateAccessKey failed: AccessDeniedException', true],
    ['the connection was reset', false],
  ])('%s', (cause, hasAdvice) => {
    expect(unwrapped(bodyOf({ results: failed(cause) })).includes(ADVICE)).toBe(hasAdvice);
  });

  it('but the command line has another role than the function', () => {
    const body = bodyOf({ trigger: 'preview', results: failed('GetUser failed: AccessDenied') });
    expect(unwrapped(body)).not.toContain(ADVICE);
  });
});

describe('a break-glass user is asked about where an exemption would help', () => {
  const MARK = '    (looks like a break-glass user: exempt it?)\n';
  it.each([
    ['disabled', true],
    ['wouldDisable', true],
    ['deferred', true],
    ['failed', true],
    ['refused', false],
    ['alreadyAbsent', false],
  ] as const)('%s', (kind, isAsked) => {
    const body = bodyOf({ results: [resultOf(OUTCOMES[kind], { user: 'break-glass' })] });
    expect(body.includes(MARK)).toBe(isAsked);
  });
});

describe('nothing that did not happen has a command that undoes it', () => {
  it.each([
    ['WOULD BE DISABLED TODAY (1)', 'wouldDisable', 'unused for 60 days'],
    ['PUT OFF (1)', 'deferred', 'no time was left'],
    ['SPARED BY THE LAST LOOK (1)', 'refused', 'used on 2026-11-20T06:00:00Z'],
    ['ALREADY GONE (1)', 'alreadyAbsent', 'the key has been deleted'],
  ] as const)('%s says who and why', (title, kind, why) => {
    const section = sectionOf(title, { results: [resultOf(OUTCOMES[kind], { user: 'erin', ...KEY })] });
    expect(section).toContain('\n  erin, access key created 2024-01-01');
    expect(section).toContain(why);
    expect(section).not.toContain('aws iam');
  });

  it('a preview of a report, which cannot look, does not claim a last look', () => {
    const { target: _target, ...unseen } = resultOf(OUTCOMES.wouldDisable);
    expect(unwrapped(bodyOf({ results: [unseen] }))).not.toContain('The last look in IAM confirmed');
    expect(unwrapped(bodyOf({ results: [resultOf(OUTCOMES.wouldDisable)] }))).toContain(
      'The last look in IAM confirmed',
    );
  });
});

describe('a whole key id stands in restore commands alone', () => {
  it.each(['wouldDisable', 'deferred', 'refused', 'alreadyAbsent', 'failed'] as const)('%s', (kind) => {
    const body = bodyOf({ results: [resultOf(OUTCOMES[kind], KEY)] });
    expect(body).toContain('(AKIA...MPLE)');
    expect(body).not.toContain(KEY.keyId);
  });

  it('disabled: once, in the command', () => {
    const body = bodyOf({ results: [resultOf(OUTCOMES.disabled, KEY)] });
    const lines = body.split('\n').filter((line) => line.includes(KEY.keyId));
    expect(lines).toStrictEqual([expect.stringContaining(`--access-key-id ${KEY.keyId}`)]);
  });

  it.each(['failed', 'alreadyAbsent', 'deferred', 'refused'] as const)(
    "not even where IAM's own message names it: %s",
    (kind) => {
      const cause = `UpdateAccessKey failed: NoSuchEntity: The Access Key with id ${KEY.keyId} cannot be found.`;
      const body = bodyOf({ results: [resultOf({ ...OUTCOMES[kind], cause }, KEY)] });
      expect(unwrapped(body)).toContain('The Access Key with id');
      expect(body).not.toContain(KEY.keyId);
    },
  );
});
