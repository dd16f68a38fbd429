import type { ParseArgsConfig } from 'node:util';
import { isRegion, isUserName, type UserName } from '../../lambda/domain/identity';
import { parseArguments } from '../arguments';
import { BadInput } from '../preview/errors';

/** What the command line asks for. */
export type Options = { readonly task: 'help' } | InvestigateOptions;

export interface InvestigateOptions {
  readonly task: 'investigate';
  readonly user: UserName;
  readonly hours: number;
  /** Asked in addition to the regions that follow from the user. */
  readonly regions: readonly string[];
  /** At most so many pages of each lookup. */
  readonly pages: number;
  readonly json: boolean;
  readonly html: string | undefined;
}

export const OPTIONS = {
  hours: { type: 'string' },
  regions: { type: 'string' },
  pages: { type: 'string' },
  json: { type: 'boolean' },
  html: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

/** CloudTrail keeps events for 90 days. */
const MAX_HOURS = 90 * 24;
const MAX_PAGES = 200;
const MAX_REGIONS = 40;

/** @throws BadInput */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArguments(args, { options: OPTIONS, allowPositionals: true });
  if (values.help) return { task: 'help' };
  const [user, ...more] = positionals;
  if (user === undefined) throw new BadInput('name the IAM user: npm run investigate -- USER');
  if (more.length > 0) {
    throw new BadInput(
      `name one IAM user, not ${positionals.length}; a name with a blank is none of IAM's. --help lists the options`,
    );
  }
  if (values.html === '') throw new BadInput('--html "": give the name of a file');
  return {
    task: 'investigate',
    user: parseUser(user),
    hours: wholeNumber('hours', values.hours ?? '24', MAX_HOURS),
    regions: values.regions === undefined ? [] : parseRegions(values.regions),
    pages: wholeNumber('pages', values.pages ?? '4', MAX_PAGES),
    json: values.json ?? false,
    html: values.html,
  };
}

/** A user may be named `root`, so that name alone does not mean the root user. */
function parseUser(text: string): UserName {
  if (text === '<root_account>' || /^arn:[^:]*:iam::\d*:root$/.test(text)) throw rootUser();
  const name = /^arn:[^:]*:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/.exec(text)?.[1];
  if (name !== undefined) throw new BadInput(`give the name alone, not the ARN: ${name}`);
  if (/^[\w+=,.@-]{1,64}$/.test(text) && isUserName(text)) return text;
  throw new BadInput(`${JSON.stringify(text)} cannot be the name of an IAM user`);
}

export function rootUser(): BadInput {
  return new BadInput(
    'the root user is no IAM user, and this command does not read its events. CloudTrail lists them by the user name root, in us-east-1',
  );
}

function parseRegions(text: string): readonly string[] {
  const regions = text.split(',').map((region) => region.trim());
  const wrong = regions.find((region) => !isRegion(region));
  if (wrong !== undefined) {
    throw new BadInput(`--regions: ${JSON.stringify(wrong)} is not a region; give eu-west-1,us-west-2`);
  }
  if (regions.length > MAX_REGIONS) throw new BadInput(`--regions: at most ${MAX_REGIONS}`);
  return regions;
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw new BadInput(`--${option} ${JSON.stringify(text)}: give a whole number from 1 to ${most}`);
}
