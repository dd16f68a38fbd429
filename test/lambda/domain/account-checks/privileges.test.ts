import { fc } from '../../../support/runs';
import {
  type Grant,
  grantOfDocument,
  type Policies,
  privilegeOf,
  quarantineOf,
} from '../../../../lambda/domain/account-checks/privileges';

const ADMIN = { arn: 'arn:aws:iam::aws:policy/AdministratorAccess', name: 'AdministratorAccess' };
const OWN = { arn: 'arn:aws:iam::111122223333:policy/team/everything', name: 'everything' };
const NONE: Policies = { attached: [], inline: [] };
const UNREADABLE: Grant = { unreadable: 'its document is not valid JSON' };

function documentOf(...statements: readonly object[]): string {
  return encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
}
const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

describe('what a document allows', () => {
  const condition = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

  test.each<[string, string, Grant]>([
    ['* on *', documentOf(ALL), 'everything'],
    ['*:* on *', documentOf({ ...ALL, Action: '*:*' }), 'everything'],
    ['lists', documentOf({ ...ALL, Action: ['s3:*', '*'], Resource: ['arn:aws:s3:::b', '*'] }), 'everything'],
    [
      'a statement that is not in a list',
      encodeURIComponent(JSON.stringify({ Statement: ALL })),
      'everything',
    ],
    ['the second statement', documentOf({ ...ALL, Action: 's3:*' }, ALL), 'everything'],
    ['a condition', documentOf({ ...ALL, ...condition }), 'everythingIf'],
    ['a condition, and without', documentOf({ ...ALL, ...condition }, ALL), 'everything'],
    ['all of a service', documentOf({ ...ALL, Action: 'iam:*' }), 'less'],
    ['all on one resource', documentOf({ ...ALL, Resource: 'arn:aws:s3:::bucket' }), 'less'],
    ['Deny', documentOf({ ...ALL, Effect: 'Deny' }), 'less'],
    ['NotAction', documentOf({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }), 'less'],
    ['no action in the list', documentOf({ ...ALL, Action: [] }), 'less'],
    ['no statement in the list', documentOf(), 'less'],
    ['NotResource', documentOf({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::b' }), 'less'],
  ])('%s', (_, document, grant) => {
    expect(grantOfDocument(document)).toEqual(grant);
  });

  test.each<[string, string]>([
    ['no text', ''],
    ['no JSON', 'hello'],
    ['no URL encoding', '%7B%E0%A4%A'],
    ['a key given twice', encodeURIComponent('{"Statement":[],"Statement":[]}')],
    ['no object', encodeURIComponent('[]')],
    ['no statement', encodeURIComponent('{}')],
    ['a statement that is none', encodeURIComponent('{"Statement":["*"]}')],
    ['no effect', documentOf({ Action: '*', Resource: '*' })],
    ['an effect in other case', documentOf({ ...ALL, Effect: 'allow' })],
    ['an element in other case', documentOf({ Effect: 'Allow', action: '*', Resource: '*' })],
    ['no resource', documentOf({ Effect: 'Allow', Action: '*' })],
    ['Action and NotAction', documentOf({ ...ALL, NotAction: 'iam:*' })],
    ['an action that is no text', documentOf({ ...ALL, Action: [{ any: '*' }] })],
    ['a prototype', encodeURIComponent('{"__proto__":{},"Statement":[]}')],
    ['17 levels', encodeURIComponent(`{"Statement":${'['.repeat(17)}${']'.repeat(17)}}`)],
  ])('not understood: %s', (_, document) => {
    expect(grantOfDocument(document)).toEqual({ unreadable: expect.any(String) });
  });

  test('a statement that is not understood hides none that allows everything', () => {
    expect(grantOfDocument(documentOf({ Effect: 'Maybe' }, ALL))).toBe('everything');
    expect(grantOfDocument(documentOf({ ...ALL, Action: 's3:*' }, { Effect: 'Maybe' }))).toEqual({
      unreadable: 'its document is not understood',
    });
  });

  test('no text at all makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json().map(encodeURIComponent)), (document) => {
        expect(grantOfDocument(document)).toBeDefined();
      }),
    );
  });
});

describe('whether a user is an administrator', () => {
  test.each(['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'])('AdministratorAccess in %s', (partition) => {
    const attached = [{ ...ADMIN, arn: ADMIN.arn.replace('arn:aws:', `arn:${partition}:`) }];
    expect(privilegeOf({ ...NONE, attached, groups: [] }, noDocument)).toEqual({
      kind: 'administrator',
      by: [{ kind: 'aws', name: 'AdministratorAccess', group: undefined, conditional: false }],
    });
  });

  test('by a group, and by a policy with a condition, which is named last', () => {
    const groups = [{ name: 'admins', policies: { ...NONE, attached: [ADMIN] } }];
    const inline = [{ name: 'if-mfa', grant: 'everythingIf' as const }];
    expect(privilegeOf({ ...NONE, inline, groups }, noDocument)).toEqual({
      kind: 'administrator',
      by: [
        { kind: 'aws', name: 'AdministratorAccess', group: 'admins', conditional: false },
        { kind: 'inline', name: 'if-mfa', group: undefined, conditional: true },
      ],
    });
  });

  test('by a customer managed policy', () => {
    const grantOf = (arn: string): Grant => (arn === OWN.arn ? 'everything' : 'less');
    expect(privilegeOf({ ...NONE, attached: [OWN], groups: [] }, grantOf)).toEqual({
      kind: 'administrator',
      by: [{ kind: 'customer', name: 'everything', group: undefined, conditional: false }],
    });
  });

  test.each([
    'arn:aws:iam::111122223333:policy/AdministratorAccess',
    'arn:aws:iam::111122223333:policy/iam::aws:policy/AdministratorAccess',
  ])('a policy of the customer with that name is judged by its document: %s', (arn) => {
    const user = { ...NONE, attached: [{ ...ADMIN, arn }], groups: [] };
    expect(privilegeOf(user, () => 'less')).toEqual({ kind: 'less' });
    expect(privilegeOf(user, noDocument)).toMatchObject({ kind: 'unreadable' });
  });

  test('AWS has other policies, whose documents are not read', () => {
    const attached = [{ arn: 'arn:aws:iam::aws:policy/job-function/Billing', name: 'Billing' }];
    expect(privilegeOf({ ...NONE, attached, groups: [] }, noDocument)).toEqual({ kind: 'less' });
  });

  test('a group that was not read', () => {
    expect(privilegeOf({ ...NONE, groups: [{ name: 'admins', policies: undefined }] }, noDocument)).toEqual({
      kind: 'unreadable',
      cause: 'group admins was not read',
    });
  });

  /** The law of the check: what could not be read has not passed. */
  test('a user with anything unreadable is never said to have less', () => {
    const grant = fc.constantFrom<Grant>('everything', 'everythingIf', 'less', UNREADABLE);
    const policies = fc.record({
      attached: fc.array(fc.constantFrom(ADMIN, OWN), { maxLength: 2 }),
      inline: fc.array(fc.record({ name: fc.string(), grant }), { maxLength: 3 }),
    });
    const groups = fc.array(
      fc.record({ name: fc.string(), policies: fc.option(policies, { nil: undefined }) }),
      { maxLength: 3 },
    );
    const user = fc.tuple(policies, groups).map(([own, its]) => ({ ...own, groups: its }));
    fc.assert(
      fc.property(user, fc.option(grant, { nil: undefined }), (person, managed) => {
        const holders = [person, ...person.groups.map((group) => group.policies)];
        const unread = holders.some(
          (holder) =>
            holder === undefined ||
            holder.inline.some((each) => each.grant === UNREADABLE) ||
            (holder.attached.includes(OWN) && (managed === undefined || managed === UNREADABLE)),
        );
        const { kind } = privilegeOf(person, () => managed);
        expect([unread, kind]).not.toEqual([true, 'less']);
        expect([unread, kind]).not.toEqual([false, 'unreadable']);
      }),
    );
  });
});

describe('whether AWS has quarantined a user', () => {
  test.each([
    ['AWSCompromisedKeyQuarantine', true],
    ['AWSCompromisedKeyQuarantineV2', true],
    ['AWSCompromisedKeyQuarantineV4', true],
    ['AWSCompromisedKeyQuarantineV12', true],
    ['AWSCompromisedKeyQuarantineVX', false],
    ['MyAWSCompromisedKeyQuarantine', false],
    ['AdministratorAccess', false],
  ])('%s: %s', (name, quarantined) => {
    const of = (arn: string) => quarantineOf({ attached: [{ arn, name }] });
    expect(of(`arn:aws:iam::aws:policy/${name}`)).toBe(quarantined ? name : undefined);
    // Everybody may name a policy of their own like this.
    expect(of(`arn:aws:iam::111122223333:policy/${name}`)).toBeUndefined();
  });
});

function noDocument(): undefined {
  return undefined;
}
