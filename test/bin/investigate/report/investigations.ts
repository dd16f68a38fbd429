import type { Credentials, Investigation, Region } from '../../../../bin/investigate/investigation';
import { activityOf } from '../../../../bin/investigate/summary/activity';
import type { UserEvent } from '../../../../bin/investigate/summary/user-event';
import { ACCOUNT } from '../../../support/builders';

const read = <T>(value: T) => ({ kind: 'read' as const, value });

/** A user with nothing. */
export function someCredentials(fields: Partial<Credentials> = {}): Credentials {
  return {
    password: read('none' as const),
    accessKeys: read([]),
    mfaDevices: read([]),
    serviceCredentials: read([]),
    sshKeys: read([]),
    certificates: read([]),
    groups: read([]),
    attachedPolicies: read([]),
    inlinePolicies: read([]),
    ...fields,
  };
}

/** Two regions that were read in full, but for these fields. */
export function regionsWith(first: Partial<Region>, second: Partial<Region> = first): Region[] {
  const inFull = { pages: 1, events: 0, more: false };
  return [
    { region: 'us-east-1', why: ['iam', 'signIn'], ...inFull, ...first },
    { region: 'eu-west-1', why: ['configured', 'keyUse'], ...inFull, ...second },
  ];
}

/** Of bob, who did nothing in a day. Both regions were read. */
export function anInvestigation({
  events = [],
  ...fields
}: Partial<Investigation> & { readonly events?: readonly UserEvent[] } = {}): Investigation {
  return {
    version: 1,
    account: ACCOUNT.id,
    partition: ACCOUNT.partition,
    user: 'bob',
    at: '2026-11-20T07:00:00Z',
    from: '2026-11-19T07:00:00Z',
    hours: 24,
    identity: {
      kind: 'exists',
      arn: `arn:aws:iam::${ACCOUNT.id}:user/team/bob`,
      path: '/team/',
      userId: 'AIDAEXAMPLEBOB0000001',
      created: '2024-01-01T00:00:00Z',
    },
    credentials: someCredentials(),
    regions: regionsWith({}),
    activity: activityOf(events, fields.credentials?.accessKeys ?? read([])),
    leftOut: { namesake: 0, other: 0, unreadable: 0 },
    ...fields,
  };
}
