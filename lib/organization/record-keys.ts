// The keys of the record bucket in an organization's deployment, as patterns of IAM, in which `*` stands for slashes too.

/** What the state machine reads: the roster, and who is acted on. */
export const PINNED_LISTS = 'organization/runs/*';

/** Written by the coordinator alone. */
export const OF_THE_ORGANIZATION = ['organization/ledger.json', PINNED_LISTS] as const;

/** Says in an account's own run that its notices were delivered; written by the coordinator alone. */
export const TOLD = '*/told.json';

/** An account's run tells the organization's what it found. They are in no run's folder: they do not stay. */
export const ANSWERS = 'organization/answers/';

/** Each account has its ledger and its runs. The patterns match the organization's too, which are denied. */
export const OF_THE_ACCOUNTS = ['*/ledger.json', '*/runs/*'] as const;

/** Read by an account's sweep, and written by people (docs/design.md §3.14). */
export const LOCKS = '*/locks/*';
