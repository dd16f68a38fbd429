import { UnexpectedResponse } from '../../../lambda/aws/responses';
import { refuseContradictions } from '../../../lambda/aws/iam-inspector';
import type { LiveKey } from '../../../lambda/domain/evaluation/key-identity';
import type { LiveUser } from '../../../lambda/domain/remediation/confirm';
import { isAccessKeyId } from '../../../lambda/domain/identity';
import { HOUR, MINUTE } from '../../../lambda/domain/instant';
import { aUser, daysAgo } from '../../support/builders';

const CREATED = daysAgo(100);
const identity = { ...aUser(), createdAt: CREATED };

const aLook = (live: Partial<LiveUser> = {}): LiveUser => ({
  identity,
  tags: new Map(),
  groups: undefined,
  passwordLastUsed: 'never',
  loginProfile: 'notAsked',
  keys: 'notAsked',
  ...live,
});

function aKeyUsed(lastUsed: LiveKey['lastUsed']): LiveKey {
  const id = 'AKIA0000000000000KEY';
  if (!isAccessKeyId(id)) throw new Error(`${id} is no id`);
  return { id, status: 'Active', createdAt: CREATED, lastUsed };
}

describe('what was read live is evidence when all of it can be true', () => {
  it.each<[string, LiveUser]>([
    ['nothing was used', aLook()],
    ['a password used as its user came', aLook({ passwordLastUsed: CREATED })],
    [
      'a password used 15 minutes before, by another clock',
      aLook({ passwordLastUsed: CREATED - 15 * MINUTE }),
    ],
    ['a key never used', aLook({ keys: [aKeyUsed('never')] })],
    ['a key not asked about', aLook({ keys: [aKeyUsed('notAsked')] })],
    [
      'a key used 15 minutes before it came, as IAM rounds',
      aLook({ keys: [aKeyUsed(CREATED - 15 * MINUTE)] }),
    ],
    ['a key used since', aLook({ keys: [aKeyUsed(CREATED + HOUR)] })],
  ])('%s', (_what, look) => {
    expect(() => refuseContradictions(look)).not.toThrow();
  });
});

describe('and none when one answer denies another', () => {
  it.each<[string, LiveUser, words: string]>([
    [
      'another path than the ARN’s',
      aLook({ identity: { ...identity, path: '/team/' } }),
      'the path "/team/"',
    ],
    [
      'a password used earlier than its user came',
      aLook({ passwordLastUsed: CREATED - 15 * MINUTE - 1 }),
      'GetUser returned an unexpected response: a password used on 2026-08-12T06:44:59Z, before its user',
    ],
    [
      'one of two keys used earlier than it came',
      aLook({ keys: [aKeyUsed('never'), aKeyUsed(CREATED - 15 * MINUTE - 1)] }),
      'AKIA0000000000000KEY used on 2026-08-12T06:44:59Z, before it was created',
    ],
  ])('%s', (_what, look, words) => {
    expect(() => refuseContradictions(look)).toThrow(UnexpectedResponse);
    expect(() => refuseContradictions(look)).toThrow(words);
  });
});
