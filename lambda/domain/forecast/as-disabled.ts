import type { Credential } from '../credential';
import type { AccessKeyFacts, UserFacts } from '../report/facts';

/** The user's row as IAM would write it once these of the user's credentials are disabled, and nothing else. */
export function asDisabled(facts: UserFacts, credentials: readonly Credential[]): UserFacts {
  const { password, keys } = facts;
  const inactive = (key: AccessKeyFacts): AccessKeyFacts =>
    key.kind === 'active' && credentials.some((one) => one.kind === 'accessKey' && one.slot === key.slot)
      ? { ...key, kind: 'inactive' }
      : key;
  return {
    ...facts,
    password:
      password.kind === 'enabled' && credentials.some(({ kind }) => kind === 'password')
        ? { kind: 'none', lastUsed: password.lastUsed }
        : password,
    keys: [inactive(keys[0]), inactive(keys[1])],
  };
}
