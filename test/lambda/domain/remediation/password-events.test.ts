import { isUserName, type UserName } from '../../../../lambda/domain/identity';
import {
  EVENT_LAG,
  lateResets,
  type PasswordEvent,
  passwordEventOf,
  type PasswordEvents,
  RESET_WINDOW,
  resetVeto,
} from '../../../../lambda/domain/remediation/password-events';
import { MINUTE } from '../../../../lambda/domain/instant';
import { NOW } from '../../../support/builders';

const AT = new Date(NOW);
const USER = { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/team/alice', userName: 'alice' };
const ADMIN = { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/Admin/olga' };

/** An event as the SDK returns it. */
function anEvent(EventName: string, record: unknown, outer: Readonly<Record<string, unknown>> = {}): unknown {
  const CloudTrailEvent = typeof record === 'string' ? record : JSON.stringify(record);
  return { EventName, EventTime: AT, EventSource: 'iam.amazonaws.com', CloudTrailEvent, ...outer };
}
const asUser = (ResourceName: string) => ({ Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName }] });

describe('whose password an event is about', () => {
  it.each<[string, string, unknown, string[], Readonly<Record<string, unknown>>?]>([
    [
      'the request names',
      'UpdateLoginProfile',
      { requestParameters: { userName: 'Bob' }, userIdentity: ADMIN },
      ['Bob'],
    ],
    [
      'the response names',
      'CreateLoginProfile',
      { responseElements: { loginProfile: { userName: 'bob' } } },
      ['bob'],
    ],
    ['a resource is', 'UpdateLoginProfile', { userIdentity: ADMIN }, ['bob'], asUser('bob')],
    [
      'a resource is, by its ARN',
      'UpdateLoginProfile',
      {},
      ['bob'],
      asUser('arn:aws:iam::123456789012:user/team/bob'),
    ],
    ['called CreateLoginProfile without a name', 'CreateLoginProfile', { userIdentity: USER }, ['alice']],
    ['called ChangePassword', 'ChangePassword', { userIdentity: USER, requestParameters: null }, ['alice']],
    ['called it, by the event alone', 'ChangePassword', 'not JSON', ['alice'], { Username: 'alice' }],
  ])('that of the user who %s', (_, call, record, users, outer = {}) => {
    expect(passwordEventOf(anEvent(call, record, outer), call)).toEqual({
      call,
      at: NOW,
      users,
      failed: false,
    });
  });

  it.each<[string, string, unknown, Readonly<Record<string, unknown>>?]>([
    ['text that is not JSON', 'UpdateLoginProfile', '<html>'],
    ['text that is no object', 'UpdateLoginProfile', '[1]'],
    ['no text', 'UpdateLoginProfile', {}, { CloudTrailEvent: undefined }],
    ['no name', 'UpdateLoginProfile', { userIdentity: ADMIN, requestParameters: null }],
    ['no name, of a caller who is a user', 'UpdateLoginProfile', { userIdentity: USER }],
    ['a name that is a number', 'UpdateLoginProfile', { requestParameters: { userName: 7 } }],
    ['a name that no user can have', 'UpdateLoginProfile', { requestParameters: { userName: '***' } }],
    [
      'a name that is hidden',
      'UpdateLoginProfile',
      { requestParameters: { userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
    ],
    ['an id alone', 'UpdateLoginProfile', {}, asUser('AIDAEXAMPLEEXAMPLE123')],
    ['ChangePassword by a role', 'ChangePassword', { userIdentity: ADMIN }, { Username: 'olga' }],
    ['a name that the root user left out', 'UpdateLoginProfile', { userIdentity: { type: 'Root' } }],
  ])('nobody known: %s', (_, call, record, outer = {}) => {
    expect(passwordEventOf(anEvent(call, record, outer), call)).toMatchObject({ call, users: [] });
  });

  it('nobody known, if it is no event at all', () => {
    for (const odd of [undefined, null, 'event', 7, [], {}]) {
      expect(passwordEventOf(odd, 'ChangePassword')).toEqual({
        call: 'ChangePassword',
        at: undefined,
        users: [],
        failed: false,
      });
    }
  });
});

describe('what is no event of a password', () => {
  it.each<[string, string, unknown, Readonly<Record<string, unknown>>?]>([
    ['of Amazon Cognito', 'ChangePassword', {}, { EventSource: 'cognito-idp.amazonaws.com' }],
    [
      'by the record alone',
      'ChangePassword',
      { eventSource: 'cognito-idp.amazonaws.com' },
      { EventSource: undefined },
    ],
    [
      'a reset that failed',
      'UpdateLoginProfile',
      { errorCode: 'AccessDenied', requestParameters: { userName: 'bob' } },
    ],
    [
      'a creation that failed',
      'CreateLoginProfile',
      { errorCode: 'EntityAlreadyExists', userIdentity: USER },
    ],
    ['a failed change by nobody known', 'ChangePassword', { errorCode: 'AccessDenied', userIdentity: ADMIN }],
    ["the root user's own", 'CreateLoginProfile', { userIdentity: { type: 'Root' } }],
    [
      "a root session's own",
      'CreateLoginProfile',
      { userIdentity: { sessionContext: { assumedRoot: 'true' } } },
    ],
  ])('%s', (_, call, record, outer = {}) => {
    expect(passwordEventOf(anEvent(call, record, outer), call)).toBe('nothing');
  });

  it("but a user's own change that failed is one: a sign of life", () => {
    const record = { errorCode: 'PasswordPolicyViolation', userIdentity: USER };
    expect(passwordEventOf(anEvent('ChangePassword', record), 'ChangePassword')).toMatchObject({
      users: ['alice'],
      failed: true,
    });
  });
});

function named(name: string): UserName {
  if (!isUserName(name)) throw new Error(name);
  return name;
}
const ALICE = named('alice');
const event = (options: Partial<PasswordEvent> = {}): PasswordEvent => ({
  call: 'UpdateLoginProfile',
  at: NOW,
  users: ['alice'],
  failed: false,
  ...options,
});
const read = (...events: PasswordEvent[]): PasswordEvents => ({ kind: 'read', events });
const UNREADABLE: PasswordEvents = { kind: 'unreadable', cause: 'Throttling' };

describe('the veto', () => {
  it.each<[string, PasswordEvents, number, string | undefined]>([
    ['no event', read(), 4 * EVENT_LAG, undefined],
    ["another user's", read(event({ users: ['alice2', 'lice'] })), 4 * EVENT_LAG, undefined],
    ['an event of the user', read(event()), 0, 'refused'],
    ['an event of the user in other letters', read(event({ users: ['Alice'] })), 0, 'refused'],
    ['an event about nobody known', read(event({ users: [] })), 0, 'deferred'],
    ['both', read(event({ users: [] }), event()), 0, 'refused'],
    ['unreadable, a millisecond before the lag', UNREADABLE, EVENT_LAG - 1, undefined],
    ['unreadable, exactly at the lag', UNREADABLE, EVENT_LAG, 'deferred'],
    ['unreadable, a millisecond after', UNREADABLE, EVENT_LAG + 1, 'deferred'],
    ['unreadable, a report that is dated in the future', UNREADABLE, -1, undefined],
  ])('%s', (_, history, age, kind) => {
    expect(resetVeto(ALICE, history, age)?.kind).toBe(kind);
  });

  it('says which call, when, and what it was', () => {
    expect(resetVeto(ALICE, read(event({ call: 'ChangePassword', failed: true })), 0)).toEqual({
      kind: 'refused',
      cause:
        "CloudTrail shows that the user tried ChangePassword at 2026-11-20T07:00:00Z for this user's password",
    });
    expect(resetVeto(ALICE, read(event({ at: undefined, users: [] })), 0)).toMatchObject({
      cause: "CloudTrail shows UpdateLoginProfile at an unknown time, but not for which user's password",
      passedOver: true,
    });
  });
});

describe('what speaks against a password that an earlier run deleted', () => {
  const deleted = [{ id: 'the password', userName: 'alice', at: NOW }];
  const found = (...events: PasswordEvent[]) => lateResets(deleted, events).map(({ cause }) => cause);
  const of = (change: Partial<PasswordEvent>): PasswordEvent => ({
    call: 'UpdateLoginProfile',
    at: NOW,
    users: ['Alice'],
    failed: false,
    ...change,
  });

  it.each<[string, Partial<PasswordEvent>, RegExp | undefined]>([
    ['at that instant', { at: NOW }, /T07:00:00Z for this user's password, right before it was deleted$/],
    ['a millisecond after it', { at: NOW + 1 }, undefined],
    ['less than a minute before', { at: NOW - MINUTE + 1 }, /right before it was deleted$/],
    ['a minute before', { at: NOW - MINUTE }, /about 1 minute before it was deleted$/],
    ['as long before as counts', { at: NOW - RESET_WINDOW + 1 }, /about 299 minutes before it was deleted$/],
    ['longer before', { at: NOW - RESET_WINDOW }, undefined],
    ['at no time that is understood', { at: undefined }, /at an unknown time for this user's password$/],
    ['of another user', { users: ['bob'] }, undefined],
    [
      'of nobody who is named',
      { users: [] },
      /but not for which user's password, right before it was deleted$/,
    ],
    [
      'that failed, of the user',
      { call: 'ChangePassword', failed: true },
      /that the user tried ChangePassword/,
    ],
    // It fails where there is a password.
    ['that made a password', { call: 'CreateLoginProfile' }, undefined],
  ])('a call %s', (_when, change, cause) => {
    expect(found(of(change))[0] ?? 'nothing').toMatch(cause ?? /^nothing$/);
  });

  it('is the latest call about it, and one that names the user before one that names nobody', () => {
    const calls = [of({ at: NOW - 3 * MINUTE }), of({ at: NOW - 2 * MINUTE }), of({ users: [] })];
    expect(found(...calls)).toEqual([expect.stringContaining('about 2 minutes before')]);
  });
});
