import type { CallRecord } from '../../../lambda/domain/cloudtrail-record';
import { utcSecond } from '../../../lambda/domain/instant';
import { clean } from '../../../lambda/domain/text';

/** What signed a call. */
export type CallCredential =
  | { readonly kind: 'accessKey'; readonly id: string }
  /** Temporary credentials that the user got by GetSessionToken. */
  | { readonly kind: 'temporary'; readonly id: string; readonly issued?: string; readonly mfa?: boolean }
  /** Temporary credentials for somebody whom the user named, got by GetFederationToken. */
  | { readonly kind: 'federated'; readonly id: string; readonly name: string }
  /** A session of the console. Each has many credentials, whose ids say nothing. */
  | { readonly kind: 'console' }
  /** The sign-in itself, by password. */
  | { readonly kind: 'signIn' }
  /** The record names none. */
  | { readonly kind: 'unnamed' };

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Ids of temporary credentials begin with ASIA, those of access keys with AKIA. */
export function credentialOf(record: CallRecord): CallCredential {
  const { eventSource, sessionCredentialFromConsole: fromConsole, userIdentity: caller } = record;
  if (eventSource.startsWith('signin.')) return { kind: 'signIn' };
  // CloudTrail sends the text; a record that was passed on may have the boolean.
  if (fromConsole === 'true' || fromConsole === true) return { kind: 'console' };
  const id = clean(caller?.accessKeyId ?? '', 128);
  if (id === '') return { kind: 'unnamed' };
  if (caller?.type === 'FederatedUser') {
    const name = caller.userName ?? caller.arn?.split('/').at(-1) ?? 'unknown';
    return { kind: 'federated', id, name: clean(name, 64) };
  }
  if (!id.startsWith('ASIA')) return { kind: 'accessKey', id };
  const { creationDate, mfaAuthenticated: mfa } = caller?.sessionContext?.attributes ?? {};
  const issued = Date.parse(TIME.exec(creationDate ?? '')?.[0] ?? '');
  return {
    kind: 'temporary',
    id,
    ...(Number.isNaN(issued) ? {} : { issued: utcSecond(issued) }),
    ...(mfa === undefined ? {} : { mfa: mfa === 'true' }),
  };
}

/** For a list: `access key AKIA...`. */
export function credentialLabel(credential: {
  readonly kind: CallCredential['kind'];
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}): string {
  const { kind, id = '', name = '' } = credential;
  switch (kind) {
    case 'accessKey':
      return `access key ${id}`;
    case 'temporary':
      return `temporary credentials ${id}`;
    case 'federated':
      return `temporary credentials ${id} of federated user ${name}`;
    case 'console':
      return 'console session';
    case 'signIn':
      return 'the password (sign-in)';
    case 'unnamed':
      return 'a credential that CloudTrail does not name';
  }
}
