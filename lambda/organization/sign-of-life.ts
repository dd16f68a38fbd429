/**
 * The fields by which a line of the coordinator's log counts as a sign of life: the mail of a scheduled run is out. Tell
 * writes the line after SNS has taken the mail and the ledger knows it. It counts also where accounts were not covered:
 * those fail the execution, which has an alarm of its own, and one broken account must not hide that nobody hears anything.
 * A run by hand does not count, because it says nothing about the schedule.
 *
 * Beside them the line has `runId`, `status` and `record`.
 */
export const SIGN_OF_LIFE = { event: 'organization-told', trigger: 'scheduled', mail: 'published' } as const;
