import { NAMED } from '../digests';
import type { Mail } from './journal';

/** What a mail says of one credential: `{title: 'DISABLED', account: '111111111110', words: 'ada, password'}`. */
export interface Said {
  readonly title: string;
  readonly account: string;
  readonly words: string;
}

const said = new WeakMap<object, readonly Said[]>();

/** What the mail says under its headings, and below the accounts in them. */
export function saidIn(mail: Pick<Mail, 'body'>): readonly Said[] {
  const known = said.get(mail);
  if (known) return known;
  const all: Said[] = [];
  let [title, account] = ['', ''];
  for (const line of mail.body.split('\n')) {
    const heading = /^([A-Z][A-Z0-9', ]+) \(\d+\)$/.exec(line)?.[1];
    if (heading !== undefined || /^\S/.test(line)) [title, account] = [heading ?? '', ''];
    account = /^ {2}Account .*?(\d{12})\)?$/.exec(line)?.[1] ?? account;
    const named = NAMED.exec(line)?.groups;
    if (title && account && named) {
      all.push({ title, account, words: `${named['name'] ?? ''}${named['id'] ?? ''}` });
    }
  }
  said.set(mail, all);
  return all;
}

/** Whether the credential stands below the account, under one of these headings; undefined: under any. */
export function names(
  mail: Pick<Mail, 'body'>,
  { account, words }: Pick<Said, 'account' | 'words'>,
  titles?: readonly string[],
): boolean {
  return saidIn(mail).some(
    (each) => each.account === account && each.words === words && (titles?.includes(each.title) ?? true),
  );
}

export const NOTICE = ['NEWLY ON NOTICE'];
/** Where what was done, or may have been, is told. */
export const TOLD = [
  'DISABLED',
  'FAILED',
  'DISABLED BY A RUN THAT DID NOT END',
  'DISABLED AFTER ALL',
  'MAY HAVE BEEN DISABLED',
  'ENABLED AGAIN BY SOMEBODY',
];

/** `ada, password`, from the id by which a ledger knows a credential; a key has the ends of its id, if that is known. */
export function wordsOfId(id: string): string {
  const match =
    /\/(?<name>[^/@]+)@[^/@]+\/(?:password|key@(?<created>\d{4}-\d\d-\d\d)[^/]*(?:\/(?<key>[A-Z0-9]+))?.*)$/.exec(
      id,
    )?.groups;
  const { name = id, created, key } = match ?? {};
  if (created === undefined) return `${name}, password`;
  const ends = key === undefined ? '' : ` (${key.slice(0, 4)}...${key.slice(-4)})`;
  return `${name}, access key created ${created}${ends}`;
}
