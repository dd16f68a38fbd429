import { count } from '../../../lambda/domain/text';
import { HOME_REGIONS } from '../../../lambda/domain/identity';
import type { Investigation, Why } from '../investigation';
import {
  callSections,
  changeSections,
  deniedSection,
  originSections,
  signInSection,
  usedCredentialSection,
} from './activity';
import { nextSection, quarantineSection } from './leads';
import { minuteOf, type Section } from './section';
import { unreadSection } from './unread';
import { userNowSection } from './user-now';

/** An investigation for people. Text and page show the same. */
export interface Report {
  readonly title: string;
  /** Sentences that say the most important in short. */
  readonly lead: readonly string[];
  /** The gravest first. None is empty. */
  readonly sections: readonly Section[];
  /** What the reader must not conclude. */
  readonly notes: readonly string[];
}

export function reportOf(investigation: Investigation): Report {
  const { account, user, activity } = investigation;
  const sections = [
    quarantineSection(investigation),
    unreadSection(investigation),
    ...changeSections(activity),
    nextSection(investigation),
    signInSection(activity),
    usedCredentialSection(activity),
    ...originSections(activity),
    deniedSection(activity),
    ...callSections(activity),
    userNowSection(investigation),
  ];
  return {
    title: `IAM user ${user} in account ${account}`,
    lead: leadOf(investigation),
    sections: sections.filter(({ rows }) => rows.length > 0),
    notes: notesOf(investigation),
  };
}

function leadOf({ identity, activity, from, at, hours, regions }: Investigation): string[] {
  const { events, first, last, usedCredentials, addresses, calls, changes, signIns } = activity;
  const window = `${minuteOf(from)} to ${minuteOf(at)} UTC (${count(hours, 'hour')})`;
  const gone = identity.kind === 'gone' ? ['IAM has no user of this name now.'] : [];
  if (first === undefined || last === undefined) {
    return [
      ...gone,
      regions.every(({ cause }) => cause === undefined)
        ? `CloudTrail shows no call of this user from ${window}.`
        : `CloudTrail could not be read everywhere. So it is not known what this user did from ${window}.`,
    ];
  }
  const denied = calls.reduce((sum, call) => sum + call.denied, 0);
  const places = addresses.length === 1 ? '1 address' : `${addresses.length} addresses`;
  const done = changes.filter(({ outcome, concern }) => outcome === 'done' && concern !== 'sessions').length;
  const entered = signIns.filter(({ outcome }) => outcome === 'success').length;
  return [
    ...gone,
    `${count(events, 'call')} from ${window}, by ${count(usedCredentials.length, 'credential')} from ${places}; ${denied} denied. The first was ${minuteOf(first)}, the last ${minuteOf(last)}.`,
    `Among them: ${count(done, 'change')} of users, permissions, credentials or trails, ${count(entered, 'console sign-in')}.`,
  ];
}

const WHY: Readonly<Record<Why, string>> = {
  iam: 'IAM',
  signIn: 'sign-ins',
  configured: 'your region',
  keyUse: 'last use of a key',
  option: '--regions',
};

function notesOf({ partition, regions, leftOut, user }: Investigation): string[] {
  const asked = regions.map(({ region, why, pages, events }) => {
    const found = pages === 0 ? 'not read' : count(events, 'event');
    return `${region} (${why.map((each) => WHY[each]).join(', ')}: ${found})`;
  });
  return [
    `CloudTrail was asked in ${asked.join(', ')}. Calls in other regions are not shown: --regions adds some.`,
    'The event history has management events alone, such as IAM and EC2 calls. Reading objects in S3 and other data events are not in it. An event may come 15 minutes late.',
    'Sessions that exist go on after a key or password is disabled: up to 36 hours.',
    ...(HOME_REGIONS[partition] === undefined
      ? [`It is not known which region has IAM's events in partition ${partition}: name it with --regions.`]
      : []),
    ...(leftOut.namesake > 0
      ? [`Left out: ${count(leftOut.namesake, 'event')} of an earlier user ${user}, who was deleted.`]
      : []),
    ...(leftOut.other > 0
      ? [`Left out: ${count(leftOut.other, 'event')} of somebody else of this name, such as a role session.`]
      : []),
  ];
}
