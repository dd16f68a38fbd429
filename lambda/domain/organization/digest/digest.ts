import { layOut, MAX_BYTES } from '../../digest/layout';
import { endingSection } from '../../digest/not-acted-on';
import { type Answer, isDeed, isFinal } from '../answer';
import type { OrganizationReport, Stood } from '../run-report';
import type { PlannedTold, WhoIsTold } from '../told';
import { accountChecksSection, staleAccountsSection } from './account-list';
import { accountChangesSection, endingExclusionsSection, excludedSection } from './changes';
import { deedSections, inFlightSection } from './deeds';
import { footerOf } from './footer';
import { headerOf } from './header';
import { notCoveredSections } from './not-covered';
import { goesSection, newlyOnNoticeSection, wouldBeDisabledSection } from './notice';
import { subjectOf } from './subject';

/** The one mail of an organization's run (docs/design.md §9.9). */
export interface OrganizationDigest {
  /** ASCII, at most 99 characters. */
  readonly subject: string;
  /** Plain text, at most 72 columns wide (but for one link) and 261,120 bytes of UTF-8 long. */
  readonly body: string;
  /** Who is told what, once it is out. It has only what stands in the body. */
  readonly told: WhoIsTold;
}

/**
 * Renders the report of an organization's run. If the mail is too long, the last sections lose their entries first. What
 * found no room is counted, and not told: no notice begins by it, and a deed stays untold. Pure.
 */
export function organizationDigestOf(report: OrganizationReport, maxBytes = MAX_BYTES): OrganizationDigest {
  const { settings, now } = report;
  const sections = [
    inFlightSection(report),
    ...notCoveredSections(report),
    ...deedSections(report),
    wouldBeDisabledSection(report),
    goesSection(report),
    newlyOnNoticeSection(report),
    accountChangesSection(report),
    endingExclusionsSection(report),
    ...(settings ? [{ ...endingSection(settings.policy.policy, now), items: endingItems(report) }] : []),
    excludedSection(report),
    staleAccountsSection(report),
    accountChecksSection(report),
  ];
  const { text, announced } = layOut<Stood>(headerOf(report), sections, footerOf(report), maxBytes);
  return { subject: subjectOf(report), body: text, told: toldPlanOf(report, announced) };
}

/** Nobody's notice begins with an exemption that ends. */
function endingItems({ settings, now }: OrganizationReport): { readonly lines: readonly string[] }[] {
  return settings ? endingSection(settings.policy.policy, now).items.map(({ lines }) => ({ lines })) : [];
}

/** "Every account whose answer stood in the mail" has a part in the plan, even with nothing in it (docs/design.md §9.7). */
function toldPlanOf({ runId, coverage, preview }: OrganizationReport, stood: readonly Stood[]): WhoIsTold {
  const byAccount = new Map<string, Stood[]>();
  for (const each of stood) {
    const group = byAccount.get(each.accountId);
    if (group) group.push(each);
    else byAccount.set(each.accountId, [each]);
  }
  return {
    version: 1,
    runId,
    accounts: preview
      ? []
      : (coverage?.accounts ?? []).flatMap((account): PlannedTold[] => {
          const of = byAccount.get(account.account.id) ?? [];
          const announced = idsOf(of, ({ as }) => as === 'announced');
          const isAnnounced = new Set(announced);
          return account.answer
            ? [
                {
                  accountId: account.account.id,
                  runs: settledRuns(account.answer, of),
                  announced,
                  repeated: idsOf(of, () => true).filter((id) => !isAnnounced.has(id)),
                },
              ]
            : [];
        }),
  };
}

function idsOf(stood: readonly Stood[], wanted: (each: Stood) => boolean): string[] {
  return [...new Set(stood.filter(wanted).flatMap(({ id }) => (id === undefined ? [] : [id])))];
}

/** The account's runs of which every deed stood in the mail. One that stopped at its plan has nothing to settle. */
function settledRuns(answer: Answer, stood: readonly Stood[]): string[] {
  const deeds = (runId: string) => stood.filter((each) => each.as === 'deed' && each.runId === runId).length;
  const runs = [...answer.untold, ...(isFinal(answer) ? [answer] : [])];
  return runs
    .filter(({ runId, items }) => items.filter(isDeed).length === deeds(runId))
    .map(({ runId }) => runId);
}
