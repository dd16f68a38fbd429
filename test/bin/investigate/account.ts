import { HOUR } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import {
  aKey,
  anAccount,
  aUser,
  type FakeAccount,
  type FakeUser,
  recordUserCall,
} from '../../support/fake-aws';

/** The access keys of bob. IAM allows two; a third has been seen. */
export const KEYS = ['AKIAEXAMPLEBOB000001', 'AKIAEXAMPLEBOB000002', 'AKIAEXAMPLEBOB000003'] as const;

const used = (region: string) => ({ at: NOW - HOUR, region, service: 's3' });

/** Used in us-east-1, in eu-west-1, and never. */
export function threeKeys(): FakeUser['keys'] {
  const [first, second, third] = KEYS;
  return [
    aKey({ id: first, lastUsed: used('us-east-1') }),
    aKey({ id: second, lastUsed: used('eu-west-1') }),
    aKey({ id: third, status: 'Inactive' }),
  ];
}

/**
 * An account at NOW with bob, who has one key, used in eu-west-1. With one key, a region has two lookups, which need not
 * wait for their turn.
 */
export function bobsAccount(bob: Partial<FakeUser> = {}): FakeAccount {
  return anAccount({
    now: () => NOW,
    users: [
      aUser({
        name: 'bob',
        path: '/team/',
        groups: ['developers'],
        attachedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        inlinePolicies: ['s3'],
        mfa: true,
        password: { createdAt: NOW - 48 * HOUR },
        passwordLastUsedAt: NOW - 2 * HOUR,
        keys: [aKey({ id: KEYS[0], lastUsed: used('eu-west-1') })],
        certificates: [true],
        sshKeys: [{ id: 'APKAEXAMPLE000000001', status: 'Active' }],
        serviceCredentials: [
          { service: 'codecommit.amazonaws.com', status: 'Active', createdAt: NOW - HOUR },
        ],
        ...bob,
      }),
    ],
  });
}

/** Calls of bob, one a second before NOW. */
export function callsOfBob(
  account: FakeAccount,
  number: number,
  record: Readonly<Record<string, unknown>> = {},
): void {
  for (let index = 0; index < number; index += 1) {
    recordUserCall(account, 'bob', { at: NOW - index * 1_000, record });
  }
}
