import { STALE_WRITES } from '../../support/staff';
import type { Outcome } from './cell';

// What a sweep can come to, written out. `theStaff` has three stale credentials; `earlier` is the digest that
// waited in the ledger when the sweep began.

const JUDGED = { inUse: 4, stale: 3, exempt: 1 };
const ALL_DISABLED = { ...JUDGED, disabled: 3 };
const NOTHING_LEFT = { inUse: 4, exempt: 1 };
const WHOLE = ['digest.txt', 'findings.csv', 'plan.json', 'result.json'];
const WITHOUT_PLAN = ['digest.txt', 'findings.csv', 'result.json'];
/** Opened, closed with the digest that is to go out, and without it when it is out. */
const CLOSED = { open: undefined, pending: undefined, written: 3 };
const NOT_WRITTEN = { open: undefined, pending: 'earlier', written: 0 };
const TELLS = 'enforce: 3 disabled';
const TELLS_OF_HALT = 'HALTED (ledger): 3 disabled';
const NOT_ENFORCED = 'dry-run: NOT ENFORCED (delivery), 3 would be disabled';

const DONE: Outcome = {
  ended: 'completed',
  counts: ALL_DISABLED,
  record: WHOLE,
  mailed: ['earlier', TELLS],
  ledger: CLOSED,
  doubts: [],
  writes: STALE_WRITES,
  next: NOTHING_LEFT,
};
const HALTED: Outcome = {
  ended: 'SweepHalted: ledger',
  counts: {},
  record: WITHOUT_PLAN,
  mailed: ['earlier', 'HALTED (ledger): nothing was changed'],
  ledger: { ...CLOSED, written: 2 },
  doubts: [],
  writes: [],
  next: ALL_DISABLED,
};
const UNDELIVERED: Outcome = {
  ...DONE,
  ended: 'SweepHalted: delivery',
  counts: { ...JUDGED, wouldDisable: 3 },
  mailed: [],
  ledger: { open: undefined, pending: 'earlier', written: 2 },
  writes: [],
  next: ALL_DISABLED,
};
const ONE_FAILED: Outcome = {
  ...DONE,
  ended: 'ActionsFailed',
  counts: { ...JUDGED, disabled: 2, failed: 1 },
  mailed: ['earlier', 'enforce: 1 FAILED, 2 disabled'],
};
/** All was done, and the ledger or the record of it is wanting. */
const WANTING: Outcome = { ...DONE, ended: 'SweepHalted: ledger' };

/** After a run that was killed when it had deleted alice's password. */
const CAUGHT_UP: Outcome = {
  ...DONE,
  counts: { ...JUDGED, stale: 2, disabled: 2 },
  mailed: ['earlier', 'enforce: 1 disabled by a run that did not end, 2 disabled'],
  writes: STALE_WRITES.slice(1),
};

export const OUTCOMES = {
  /** As if nothing had been wrong. */
  done: DONE,
  /** The same for an account of alice alone. */
  alone: {
    ...DONE,
    counts: { inUse: 1, stale: 2, disabled: 2 },
    mailed: ['earlier', 'enforce: 2 disabled'],
    writes: STALE_WRITES.slice(0, 2),
    next: { inUse: 1 },
  },
  /** The same for a first run, which has no digest to catch up on. */
  first: { ...DONE, mailed: [TELLS] },
  /** The same, and a lock of a person is told. */
  locked: { ...DONE, mailed: ['earlier', 'enforce: 3 disabled, 1 locked'] },
  /** The same with a third key of alice's, which is in use. */
  more: { ...DONE, counts: { ...ALL_DISABLED, inUse: 5 }, next: { inUse: 5, exempt: 1 } },
  /** The same after a killed run, which had deleted alice's password. */
  caughtUp: CAUGHT_UP,
  /** And a mail more than need be: SNS has no way to say that it has it already. */
  earlierX2: { ...DONE, mailed: ['earlier', 'earlier', TELLS] },
  mailX2: { ...DONE, mailed: ['earlier', TELLS, TELLS] },

  /** As `caughtUp`, and whether the killed run had done it is not known yet. The undo command is told all the same. */
  inDoubt: { ...CAUGHT_UP, doubts: ['unproven'] },
  /** Nor could the rest of alice be looked at. */
  halfInDoubt: {
    ...CAUGHT_UP,
    ended: 'ActionsFailed',
    counts: { ...JUDGED, stale: 2, disabled: 1, failed: 1 },
    mailed: ['earlier', 'enforce: 1 FAILED, 1 disabled by a run that did not end, 1 disabled'],
    doubts: ['unproven'],
    writes: STALE_WRITES.slice(2),
    next: { inUse: 4, stale: 1, exempt: 1, disabled: 1 },
  },

  // Halted before the first write.
  blind: { ...HALTED, mailed: ['HALTED (ledger): nothing was changed'], ledger: NOT_WRITTEN },
  /** The same, and there is no ledger: whether there was one is not known. */
  firstBlind: {
    ...HALTED,
    mailed: ['HALTED (ledger): nothing was changed'],
    ledger: { ...NOT_WRITTEN, pending: undefined },
  },
  policy: {
    ...HALTED,
    ended: 'SweepHalted: policy',
    mailed: ['earlier', 'HALTED (policy): nothing was changed'],
  },
  /** Nobody's tags could be read: because that is not allowed, or for another reason. */
  mayNot: {
    ...HALTED,
    ended: 'SweepHalted: permissions',
    mailed: ['earlier', 'HALTED (permissions): nothing was changed'],
  },
  users: {
    ...HALTED,
    ended: 'SweepHalted: users',
    mailed: ['earlier', 'HALTED (users): nothing was changed'],
  },
  /** The report may be cut off, and nobody knows. The next report is measured by this one. */
  drop: {
    ...HALTED,
    ended: 'SweepHalted: user-drop',
    mailed: ['earlier', 'HALTED (user-drop): nothing was changed'],
  },
  /** What the killed run recorded is not known: its plan stays open. */
  stillOpen: { ...HALTED, ledger: { ...CLOSED, open: 1, written: 2 } },
  report: {
    ...HALTED,
    ended: 'SweepHalted: report',
    mailed: ['earlier', 'HALTED (report): nothing was changed'],
  },
  noPlan: { ...HALTED, counts: JUDGED },
  /** The plan stands in the bucket, and nobody knows. */
  planLost: { ...HALTED, counts: JUDGED, record: WHOLE },
  /** Nor could it be closed: the digest that was delivered still waits. */
  notOpened: { ...HALTED, counts: JUDGED, record: WHOLE, ledger: NOT_WRITTEN },
  /** It is open, and nobody knows: the next run finds that nothing of it was done. */
  openLost: {
    ...HALTED,
    counts: JUDGED,
    record: WHOLE,
    ledger: { open: 3, pending: undefined, written: 1 },
  },

  // Ran as dry-run.
  /** Nobody may be listening, so that what waits is not sent either. */
  dry: {
    ...UNDELIVERED,
    ended: 'SweepHalted: subscribers',
    mailed: ['dry-run: NOT ENFORCED (subscribers, delivery), 3 would be disabled'],
    ledger: { open: undefined, pending: 'earlier', written: 3 },
  },
  waits: UNDELIVERED,
  /** SNS took each of three attempts at either digest, and its word never came. */
  waitsX3: {
    ...UNDELIVERED,
    mailed: ['earlier', 'earlier', 'earlier', NOT_ENFORCED, NOT_ENFORCED, NOT_ENFORCED],
  },

  // Enforced, and something is not known.
  /** Alice is alone, and what protects her is not known. */
  onlyUser: {
    ...DONE,
    counts: { inUse: 1, unclear: 2 },
    mailed: ['earlier', 'enforce: 1 high finding, 2 unclear'],
    writes: [],
    next: { inUse: 1, stale: 2, disabled: 2 },
  },
  /** Which key of alice's is meant is not known. Her password has nothing to do with that. */
  noKeyId: {
    ...DONE,
    counts: { ...JUDGED, stale: 2, unclear: 1, disabled: 2 },
    mailed: ['earlier', 'enforce: 2 disabled, 1 unclear'],
    writes: STALE_WRITES.filter((_write, index) => index !== 1),
    next: { inUse: 4, stale: 1, exempt: 1, disabled: 1 },
  },
  /** Neither key that the report shows of alice's is judged, and nobody knows of the third. */
  noKeys: {
    ...DONE,
    counts: { inUse: 3, stale: 2, exempt: 1, unclear: 2, disabled: 2 },
    mailed: ['earlier', 'enforce: 2 disabled, 2 unclear'],
    writes: STALE_WRITES.filter((_write, index) => index !== 1),
    next: { inUse: 5, stale: 1, exempt: 1, disabled: 1 },
  },

  // Enforced, and something failed.
  /** Alice is looked at as a whole, and left alone as a whole. */
  half: {
    ...DONE,
    ended: 'ActionsFailed',
    counts: { ...JUDGED, disabled: 1, failed: 2 },
    mailed: ['earlier', 'enforce: 2 FAILED, 1 disabled'],
    writes: STALE_WRITES.slice(2),
    next: { inUse: 4, stale: 2, exempt: 1, disabled: 2 },
  },
  /** IAM said no. */
  refused: { ...ONE_FAILED, next: { inUse: 4, stale: 1, exempt: 1, disabled: 1 } },
  /** IAM did not say no, and every read-back shows that it was not done. Its turn comes again, with no fresh clock. */
  tried: { ...ONE_FAILED, doubts: ['tried'], next: { inUse: 4, stale: 1, exempt: 1, disabled: 1 } },
  /** Done, and not seen to be. */
  unread: { ...ONE_FAILED, doubts: ['unproven'], next: NOTHING_LEFT },

  /** Whether alice's password was reset is not known. */
  putOff: {
    ...DONE,
    counts: { ...JUDGED, disabled: 2, deferred: 1 },
    mailed: ['earlier', 'enforce: 2 disabled, 1 put off'],
    writes: STALE_WRITES.slice(1),
    next: { inUse: 4, stale: 1, exempt: 1, disabled: 1 },
  },

  // Enforced, and the telling failed.
  noFindings: {
    ...WANTING,
    record: ['digest.txt', 'plan.json', 'result.json'],
    mailed: ['earlier', TELLS_OF_HALT],
  },
  noResult: {
    ...WANTING,
    record: ['digest.txt', 'findings.csv', 'plan.json'],
    mailed: ['earlier', TELLS_OF_HALT],
  },
  recordLost: { ...WANTING, mailed: ['earlier', TELLS_OF_HALT] },
  noDigest: { ...WANTING, record: ['findings.csv', 'plan.json', 'result.json'] },
  digestLost: WANTING,
  /** The plan stays open: the next run looks it up and tells once more. */
  notClosed: {
    ...WANTING,
    mailed: ['earlier', TELLS_OF_HALT],
    ledger: { open: 3, pending: undefined, written: 1 },
  },
  closeLost: {
    ...WANTING,
    mailed: ['earlier', TELLS_OF_HALT],
    ledger: { open: undefined, pending: TELLS, written: 2 },
  },
  /** It is out, and waits all the same. */
  stillWaits: { ...WANTING, ledger: { open: undefined, pending: TELLS, written: 2 } },
  clearLost: WANTING,
  untold: {
    ...DONE,
    ended: 'SweepHalted: delivery',
    mailed: ['earlier'],
    ledger: { open: undefined, pending: TELLS, written: 2 },
  },
  /** The mail is out, and it may be that nobody got it: it goes out once more. */
  uncounted: { ...DONE, ledger: { open: undefined, pending: TELLS, written: 2 } },
  untoldX3: {
    ...DONE,
    ended: 'SweepHalted: delivery',
    mailed: ['earlier', TELLS, TELLS, TELLS],
    ledger: { open: undefined, pending: TELLS, written: 2 },
  },
} as const satisfies Readonly<Record<string, Outcome>>;

export type OutcomeName = keyof typeof OUTCOMES;

export function isOutcomeName(name: string): name is OutcomeName {
  return Object.hasOwn(OUTCOMES, name);
}
