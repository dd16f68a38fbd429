import { deployment } from './life/deployment';
import { killedRun } from './life/killed-run';
import { Life } from './life/life';
import { nobodyListens } from './life/nobody-listens';
import { firstDay, notice } from './life/notice';
import { preview } from './life/preview';
import { restore } from './life/restore';
import { secondDeploy } from './life/second-deploy';
import { tugOfWar } from './life/tug-of-war';
import { uninstall } from './life/uninstall';
import { MOTO_MISSING, pythonWithMoto } from './moto';

// The life of a deployment as its users see it, day by day on the emulator's clock. Each step depends on the earlier
// ones. It is checked against the emulator's state, not against what our own code reports.

const python = pythonWithMoto();
if (python === undefined && process.env['CI']) throw new Error(MOTO_MISSING);
// jest itself does not say why a test was skipped.
if (python === undefined) process.stderr.write(`Skipped. ${MOTO_MISSING}\n`);
const describeIfPossible = python === undefined ? describe.skip : describe;

describeIfPossible('the life of a deployment', () => {
  const life = new Life(python ?? '');
  beforeAll(() => life.begin());
  afterAll(() => life.end());

  deployment(life);
  firstDay(life);
  preview(life);
  notice(life);
  restore(life);
  nobodyListens(life);
  secondDeploy(life);
  killedRun(life);
  tugOfWar(life);
  uninstall(life);
});
