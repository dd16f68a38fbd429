import { itemsIn } from '../records-read';
import type { OrganizationJournal } from '../journal';
import { frozenOf, isIdOf, LIMITS_WINDOW } from '../oracle';
import type { OrganizationLaw } from './law';

/** "min(maxDisabledPerDay, ceil(maxDisabledPercent% of the active credentials of all accounts))" */
export const withinTheLimits: OrganizationLaw = {
  name: "Never more in 20 hours than the organization's limits allow",
  brokenBy: ({ journal }) =>
    journal.deeds.flatMap(({ run, write }) => {
      const lately = journal.deeds.filter(
        (each) => each.write.at > write.at - LIMITS_WINDOW && each.write.at <= write.at,
      ).length;
      const allowed = allowedTo(journal, run.runId);
      return lately <= allowed
        ? []
        : [`${run.runId}: ${lately} disabled in 20 hours, and ${allowed} are allowed`];
    }),
};

function allowedTo(journal: OrganizationJournal, runId: string): number {
  const { limits } = frozenOf(journal, runId)?.organization ?? {};
  if (!limits) return 0;
  const active = new Map<string | undefined, number>();
  for (const { step, account, run } of journal.invocations) {
    if (step === 'judge' && run?.runId === runId && run.report) active.set(account, run.report.enabled.size);
  }
  const sum = [...active.values()].reduce((total, each) => total + each, 0);
  return Math.min(limits.maxDisabledPerDay, Math.ceil((limits.maxDisabledPercent * sum) / 100));
}

/** "An account disables those of `ids` that its new plan has, too", and never more. */
export const onlyWhatIsAllotted: OrganizationLaw = {
  name: 'Act disables nothing but what is allotted',
  brokenBy: ({ journal }) =>
    journal.deeds.flatMap(({ account, act, invocation, run, write }) => {
      const ids = act === undefined ? [] : itemsIn(act).find(({ id }) => id === account)?.ids;
      const isAllotted = ids?.some((id) => isIdOf(id, write)) ?? false;
      return invocation.step === 'act' && isAllotted
        ? []
        : [`${run.runId} ${account} ${write.words}: disabled in ${invocation.step}, and not allotted`];
    }),
};
