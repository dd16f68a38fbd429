import {
  type WriteResponse,
  mayStillChange,
  type ReadBack,
  outcomeOf,
  type OutcomeKind,
} from '../../../../lambda/domain/remediation/outcome';

const no = (
  code: Extract<WriteResponse, { kind: 'rejected' }>['code'],
  firstAttempt: boolean,
): WriteResponse => ({
  kind: 'rejected',
  code,
  firstAttempt,
  cause: 'IAM said no',
});

const answers: Readonly<Record<string, WriteResponse>> = {
  accepted: { kind: 'accepted' },
  lost: { kind: 'unknown', cause: 'the connection was reset' },
  'NoSuchEntity at once': no('NoSuchEntity', true),
  'NoSuchEntity after a lost answer': no('NoSuchEntity', false),
  'unmodifiable at once': no('EntityTemporarilyUnmodifiable', true),
  'unmodifiable after a lost answer': no('EntityTemporarilyUnmodifiable', false),
  'no at once': no('other', true),
  'no after a lost answer': no('other', false),
};
const readBacks: Readonly<Record<ReadBack['kind'], ReadBack>> = {
  disabled: { kind: 'disabled' },
  active: { kind: 'active' },
  unreadable: { kind: 'unreadable', cause: 'AccessDenied' },
};

/** What is said beside the kind: whose merit it is, or whether it may be done all the same. */
type Flags = {
  readonly responseLost?: boolean;
  readonly mayBeDisabled?: boolean;
  readonly tried?: boolean;
};
const lost = { responseLost: true };
const maybe = { mayBeDisabled: true };
const surelyNot = { mayBeDisabled: false };
/** By the read-back, which may lag behind the write. */
const notBySight = { mayBeDisabled: false, tried: true };

it.each<[string, ReadBack['kind'], OutcomeKind, Flags]>([
  ['accepted', 'disabled', 'disabled', { responseLost: false }],
  ['accepted', 'active', 'failed', notBySight],
  ['accepted', 'unreadable', 'failed', maybe],
  ['lost', 'disabled', 'disabled', lost],
  ['lost', 'active', 'failed', notBySight],
  ['lost', 'unreadable', 'failed', maybe],
  ['NoSuchEntity at once', 'disabled', 'alreadyAbsent', {}],
  ['NoSuchEntity at once', 'active', 'failed', surelyNot],
  ['NoSuchEntity at once', 'unreadable', 'alreadyAbsent', {}],
  ['NoSuchEntity after a lost answer', 'disabled', 'disabled', lost],
  ['NoSuchEntity after a lost answer', 'active', 'failed', notBySight],
  ['NoSuchEntity after a lost answer', 'unreadable', 'failed', maybe],
  ['unmodifiable at once', 'disabled', 'alreadyAbsent', {}],
  ['unmodifiable at once', 'active', 'deferred', {}],
  ['unmodifiable at once', 'unreadable', 'deferred', {}],
  ['unmodifiable after a lost answer', 'disabled', 'disabled', lost],
  ['unmodifiable after a lost answer', 'active', 'deferred', {}],
  ['unmodifiable after a lost answer', 'unreadable', 'failed', maybe],
  ['no at once', 'disabled', 'alreadyAbsent', {}],
  ['no at once', 'active', 'failed', surelyNot],
  ['no at once', 'unreadable', 'failed', surelyNot],
  ['no after a lost answer', 'disabled', 'disabled', lost],
  ['no after a lost answer', 'active', 'failed', notBySight],
  ['no after a lost answer', 'unreadable', 'failed', maybe],
])('%s, read back as %s: %s', (said, found, kind, flags) => {
  const { cause, ...rest } = { cause: 'none', ...outcomeFor(said, found) };
  expect(rest).toEqual({ kind, ...flags });
  expect(cause).toMatch(kind === 'disabled' ? /^none$/ : /IAM|connection/);
});

it.each([
  ['accepted', true],
  ['lost', true],
  ['no after a lost answer', true],
  ['NoSuchEntity after a lost answer', true],
  ['no at once', false],
  ['NoSuchEntity at once', false],
  ['unmodifiable at once', false],
])(
  'a second look may find something else, for reads lag behind writes: %s, still active: %s',
  (said, expected) => {
    expect(mayStillChange(answerOf(said), readBacks.active)).toBe(expected);
  },
);

it.each(Object.keys(answers))('a second look is idle when the first settled it or cannot: %s', (said) => {
  const answer = answerOf(said);
  expect([readBacks.disabled, readBacks.unreadable].map((found) => mayStillChange(answer, found))).toEqual([
    false,
    false,
  ]);
});

it('what could not be read back says why', () => {
  expect(outcomeFor('accepted', 'unreadable')).toMatchObject({
    cause: expect.stringContaining('AccessDenied'),
  });
});

function outcomeFor(said: string, found: ReadBack['kind']) {
  return outcomeOf(answerOf(said), readBacks[found]);
}

function answerOf(said: string): WriteResponse {
  const answer = answers[said];
  if (answer === undefined) throw new Error(`no such answer: ${said}`);
  return answer;
}
