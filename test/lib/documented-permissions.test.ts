import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IamLapseProps } from '../../lib/iam-lapse-stack';
import { permissionsOf, synth } from './synth';

/** One row of the README's table: `who`, and `action on` each. */
interface Row {
  readonly who: string;
  readonly permissions: readonly string[];
}

/** `iam:GetUser`, `ListAccessKeys`: the service stands before the first alone. */
function rowOf(line: string): Row {
  const [who = '', what = '', on = ''] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  // After the semicolon: when they are left out.
  const actions = [...(what.split(';')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, action = '']) => action);
  const service = actions[0]?.split(':')[0] ?? '';
  const whole = actions.map((action) => (action.includes(':') ? action : `${service}:${action}`));
  return { who, permissions: whole.map((action) => `${action} on ${on}`) };
}

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
const section = README.split('### Permissions\n')[1]?.split('\n### ')[0] ?? '';
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| the '))
  .map(rowOf);
const inReadme = (who: RegExp) =>
  rows
    .filter((row) => who.test(row.who))
    .flatMap(({ permissions }) => permissions)
    .toSorted();

/** As the README calls what the template has by its ARN. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^\*$/, 'the account'],
  [/:user\/\*$/, 'its users'],
  [/:parameter<Settings(Mode|Policy)\w+>$/, 'the two parameters'],
  [/^<DigestTopic\w+>$/, 'the topic'],
  [/^<RecordsBucket\w+\.Arn>$/, 'the bucket'],
  [/^<EncryptionKey\w+\.Arn>$/, 'the key'],
  [/^<\w*Logs\w+\.Arn>$/, 'its log'],
  [/\/ledger\.json$/, 'ledger'],
  [/\/runs\/\*$/, 'runs'],
];

/** What the template allows, in the README's words, each as often as it is there. */
function allowed(props: Partial<IamLapseProps> = {}): string[] {
  return permissionsOf(synth(props)).map((permission) => {
    const [, action = '', on = ''] = /^Allow (\S+) on (.+)$/.exec(permission) ?? [];
    const [, place = on] = PLACES.find(([arn]) => arn.test(on)) ?? [];
    return `${action} on ${place}`;
  });
}

/** A place that is two in the template. */
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

describe('the README tells the permissions of the template', () => {
  const sweep = inReadme(/^the function,/).flatMap(each);
  const writes = inReadme(/^the function, writing$/);
  const ofKey = (permission: string) => permission.startsWith('kms:');

  it('of the function', () => {
    expect(sweep.toSorted()).toStrictEqual(allowed().toSorted());
  });

  it('of the function without writes, and without a key', () => {
    expect(without(sweep, writes).toSorted()).toStrictEqual(allowed({ reportOnly: true }).toSorted());
    expect(sweep.filter((one) => !ofKey(one)).toSorted()).toStrictEqual(allowed({ kms: false }).toSorted());
  });

  it('of the notice function', () => {
    const both = allowed({ newCredentialNotices: true });
    const told = inReadme(/^the notice function$/).flatMap(each);
    expect(told.toSorted()).toStrictEqual(without(both, allowed()).toSorted());
  });
});
