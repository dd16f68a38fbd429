import type { Credentials, Identity, Investigation, Read } from '../investigation';
import { minuteOf, type Section } from './section';

/** Credentials, devices and permissions as they are now. Those that could not be read are in another section. */
export function userNowSection({ identity, credentials }: Investigation): Section {
  return {
    title: 'THE USER NOW',
    grave: false,
    columns: ['What', 'Now'],
    rows: credentials
      ? [...identityRows(identity), ...credentialRows(credentials, passwordUseOf(identity))]
      : [],
  };
}

function identityRows(identity: Identity): string[][] {
  if (identity.kind !== 'exists') return [];
  const { arn, userId, created } = identity;
  return [['user', `${arn}, ${userId}, created ${minuteOf(created)}`]];
}

/** GetUser has the date, so it may be readable without the password, or the other way round. */
function passwordUseOf(identity: Identity): string {
  if (identity.kind !== 'exists') return 'last use not known';
  const { passwordLastUsed: at } = identity;
  return at === undefined ? 'never used' : `last used ${minuteOf(at)}`;
}

function credentialRows(credentials: Credentials, passwordUse: string): string[][] {
  const { password, accessKeys, attachedPolicies } = credentials;
  return [
    ...row('console password', password, (value) => [
      value === 'none' ? 'none' : `created ${minuteOf(value.created)}, ${passwordUse}`,
    ]),
    ...rowsOf('access key', accessKeys, ({ id, status, created, lastUsed }) => {
      const use =
        lastUsed.kind === 'unreadable'
          ? 'last use not known'
          : lastUsed.value === 'none'
            ? 'never used'
            : `last used ${minuteOf(lastUsed.value.at)} for ${lastUsed.value.service} in ${lastUsed.value.region}`;
      return `${id}, ${status}, created ${minuteOf(created)}, ${use}`;
    }),
    ...rowsOf(
      'MFA device',
      credentials.mfaDevices,
      ({ serial, enabled }) => `${serial}, enabled ${minuteOf(enabled)}`,
    ),
    ...rowsOf('service-specific credential', credentials.serviceCredentials, (each) => {
      const end = each.expires === undefined ? '' : `, expires ${minuteOf(each.expires)}`;
      return `${each.id} for ${each.service}, ${each.status}, created ${minuteOf(each.created)}${end}`;
    }),
    ...rowsOf('SSH public key', credentials.sshKeys, ({ id, status }) => `${id}, ${status}`),
    ...rowsOf('signing certificate', credentials.certificates, ({ id, status, uploaded }) =>
      [id, status, ...(uploaded === undefined ? [] : [`uploaded ${minuteOf(uploaded)}`])].join(', '),
    ),
    ...rowsOf('group', credentials.groups, (group) => group),
    ...rowsOf('attached policy', attachedPolicies, ({ arn }) => arn),
    ...rowsOf('inline policy', credentials.inlinePolicies, (policy) => policy),
  ];
}

/** One row for each item; `none` for an empty list that IAM sent. */
function rowsOf<Item>(what: string, read: Read<readonly Item[]>, textOf: (item: Item) => string): string[][] {
  return row(what, read, (items) => (items.length === 0 ? ['none'] : items.map(textOf)));
}

function row<T>(what: string, read: Read<T>, textsOf: (value: T) => readonly string[]): string[][] {
  return read.kind === 'read' ? textsOf(read.value).map((text) => [what, text]) : [];
}
