import { announcedFirst } from './laws/announced-first';
import { anomalousMeansNothing } from './laws/anomalous-means-nothing';
import { dryRunWritesNothing } from './laws/dry-run';
import { everyRunEnds } from './laws/every-run-ends';
import { everyStaleOneIsListed } from './laws/every-stale-one-is-listed';
import { haltsForACause } from './laws/halts-for-a-cause';
import { lateResetsAreTold } from './laws/late-resets';
import type { Law } from './laws/law';
import { withinTheLimits } from './laws/limits';
import { neverTheWrongCredential } from './laws/never-the-wrong-credential';
import { recordedAfter, recordedBefore, toldAfter } from './laws/recorded';
import { restoringSticks } from './laws/restoring-sticks';
import { findingsAgree, toldIsTrue } from './laws/told-is-true';
import { twiceIsOnce } from './laws/twice-is-once';

/** The laws that one history can break. The numbers are those of docs/design.md §1. */
export const LAWS: readonly Law[] = [
  neverTheWrongCredential,
  anomalousMeansNothing,
  haltsForACause,
  announcedFirst,
  recordedBefore,
  recordedAfter,
  toldAfter,
  lateResetsAreTold,
  toldIsTrue,
  everyStaleOneIsListed,
  findingsAgree,
  dryRunWritesNothing,
  restoringSticks,
  withinTheLimits,
  twiceIsOnce,
  everyRunEnds,
];
