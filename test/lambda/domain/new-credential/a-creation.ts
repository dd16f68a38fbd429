import type { CredentialEvent } from '../../../../lambda/domain/new-credential/event';
import type { NewCredentialFacts } from '../../../../lambda/domain/new-credential/mail';
import type { UserPermissions } from '../../../../lambda/domain/new-credential/permissions';
import { aPolicy, aUser, NOW } from '../../../support/builders';

/** Bob gets a key from olga. */
export function aCreation(options: Partial<CredentialEvent> = {}): CredentialEvent {
  return {
    credential: { kind: 'accessKey', keyId: 'AKIAIOSFODNN7EXAMPLE' },
    user: aUser({ name: 'bob' }).name,
    at: NOW,
    caller: 'arn:aws:iam::123456789012:user/olga',
    sourceIp: '192.0.2.10',
    userAgent: 'aws-cli/2.31.0',
    ...options,
  };
}

/** Of a user without policies. */
export function permissions(options: Partial<UserPermissions> = {}): UserPermissions {
  return {
    policies: { attached: [], inline: [], groups: [] },
    privilege: { kind: 'less' },
    missing: undefined,
    ...options,
  };
}

export const read = <T>(value: T) => ({ kind: 'read', value }) as const;

/** Everything could be read, and nothing about bob is special. */
export function noticeFacts(options: Partial<NewCredentialFacts> = {}): NewCredentialFacts {
  return {
    policy: read(aPolicy()),
    subject: read({ name: 'bob', path: '/', tags: new Map(), groups: undefined, hasKeys: true }),
    mfa: read(true),
    permissions: read(permissions()),
    ledgerFacts: read({ disabled: undefined, timesRestored: 0 }),
    ...options,
  };
}
