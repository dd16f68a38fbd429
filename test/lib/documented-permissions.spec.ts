import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IamLapseProps } from '../../lib/iam-lapse-stack';
import { permissionsOf, synth } from './synth';

/** One row of the table in docs/operating.md: `who`, and each `action on place`. */
interface Row {
  readonly who: string;
  readonly permissions: readonly string[];
}

/** `iam:GetUser`, `ListAccessKeys`: only the first action has the service before it. */
function rowOf(line: string): Row {
  const [who = '', what = '', on = ''] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  // The text after the semicolon says when they are left out.
  const actions = [...(what.split(';')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, action = '']) => action);
  const service = actions[0]?.split(':')[0] ?? '';
  const whole = actions.map((action) => (action.includes(':') ? action : `${service}:${action}`));
  return { who, permissions: whole.map((action) => `${action} on ${on}`) };
}

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'operating.md'), 'utf8');
const section = PAGE.split('### Permissions\n')[1]?.split(/\n##+ /)[0] ?? '';
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| the '))
  .map(rowOf);
const documented = (who: RegExp) =>
  rows
    .filter((row) => who.test(row.who))
    .flatMap(({ permissions }) => permissions)
    .toSorted();

/** The page's name for what the template names by its ARN. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^\*$/, 'the account'],
  [/:user\/\*$/, 'its users'],
  [/:group\/\*$/, 'its groups'],
  [/:policy\/\*$/, 'its policies'],
  [/:trail\/\*$/, 'every trail'],
  [/:parameter<Settings(Mode|Policy)\w+>$/, 'the two parameters'],
  [/^<DigestTopic\w+>$/, 'the topic'],
  [/^<RecordsBucket\w+\.Arn>$/, 'the bucket'],
  [/^<EncryptionKey\w+\.Arn>$/, 'the key'],
  [/:key\/\*$/, 'an earlier key'],
  [/^<\w*Logs\w+\.Arn>$/, 'its log'],
  [/\/ledger\.json$/, 'ledger'],
  [/\/notices\.json$/, 'its notices'],
  [/^<NoticeEventsQueue\w+\.Arn>$/, 'its queue'],
  [/\/runs\/\*$/, 'runs'],
  [/\/locks\/\*$/, 'locks'],
];

/** What the template allows, in the page's words. A permission that the template has twice is listed twice. */
function allowed(props: Partial<IamLapseProps> = {}): string[] {
  return permissionsOf(synth(props)).map((permission) => {
    const [, action = '', on = ''] = /^Allow (\S+) on (.+)$/.exec(permission) ?? [];
    const [, place = on] = PLACES.find(([arn]) => arn.test(on)) ?? [];
    return `${action} on ${place}`;
  });
}

/** Splits a place that is two resources in the template. */
const each = (permission: string): string[] =>
  permission.endsWith('the two parameters')
    ? [permission, permission]
    : permission.endsWith('ledger and runs')
      ? [permission.replace(' and runs', ''), permission.replace('ledger and ', '')]
      : [permission.replace('the ledger', 'ledger')];

const without = (all: readonly string[], some: readonly string[]) => {
  const rest = [...all];
  for (const one of some) rest.splice(rest.indexOf(one), 1);
  return rest;
};

describe('docs/operating.md lists the permissions of the template', () => {
  const sweep = documented(/^the function,/).flatMap(each);
  const withoutKey = documented(/^the function, without a key$/);
  const writes = documented(/^the function, (?:before a delete|writing)$/);
  const ofKey = (permission: string) => permission.startsWith('kms:');

  it('of the sweep function', () => {
    expect(without(sweep, withoutKey).toSorted()).toStrictEqual(allowed().toSorted());
  });

  it('of the sweep function without writes, and without a key', () => {
    expect(without(sweep, [...withoutKey, ...writes]).toSorted()).toStrictEqual(
      allowed({ reportOnly: true }).toSorted(),
    );
    const ofNoKey = [...sweep.filter((one) => !ofKey(one)), ...withoutKey];
    expect(ofNoKey.toSorted()).toStrictEqual(allowed({ kms: false }).toSorted());
  });

  it('of the notice function', () => {
    const both = allowed({ newCredentialNotices: true });
    const listed = documented(/^the notice function$/).flatMap(each);
    expect(listed.toSorted()).toStrictEqual(without(both, allowed()).toSorted());
  });
});
