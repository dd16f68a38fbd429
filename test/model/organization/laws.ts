import { heardFirst, namedLately, toldFirst } from './laws/announced-first';
import { coverageAddsUp, everyStepEnds, greenMeansAll, recovers } from './laws/coverage';
import type { OrganizationLaw } from './laws/law';
import { onlyWhatIsAllotted, withinTheLimits } from './laws/limits';
import { lawsOfEachAccount } from './laws/of-each-account';
import { everyDeedIsTold, previewsChangeNothing, toldIsTrue } from './laws/told';
import { barriers, masterSwitch, ownModes, sessionsThatCannotWrite } from './laws/who-may';

/** The laws that one history of an organization can break (docs/design.md §1 and §9). */
export const ORGANIZATION_LAWS: readonly OrganizationLaw[] = [
  toldFirst,
  heardFirst,
  namedLately,
  withinTheLimits,
  onlyWhatIsAllotted,
  masterSwitch,
  ownModes,
  barriers,
  sessionsThatCannotWrite,
  everyDeedIsTold,
  toldIsTrue,
  previewsChangeNothing,
  coverageAddsUp,
  greenMeansAll,
  everyStepEnds,
  recovers,
  ...lawsOfEachAccount,
];
