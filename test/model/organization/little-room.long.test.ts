import type * as Layout from '../../../lambda/domain/digest/layout';
import { fc, runs } from '../../support/runs';
import { inModule } from '../mutate';
import { organizationHistory } from './arbitrary';
import { organizationFaults } from './judge-history';
import { everyDeedIsTold } from './laws/told';
import { mutatedOrganization } from './mutate';

// A mail of so few bytes has room for some of its entries only, as that of a large organization has. What found no room
// was not told, and waits for a mail that has room.

const ALMOST_NONE = 2_600;

it(
  'the laws hold where the mail has little room',
  async () => {
    const program = mutatedOrganization(
      inModule<typeof Layout>('domain/digest/layout', () => ({ MAX_BYTES: ALMOST_NONE })),
    );
    const holds = fc.asyncProperty(organizationHistory, async (history) => {
      const faults = await organizationFaults(history, program);
      const broken = [...faults].filter(([law, of]) => of.length > 0 && law !== everyDeedIsTold.name);
      expect(broken).toEqual([]);
    });
    await fc.assert(holds, { numRuns: runs(0.8), endOnFailure: true });
  },
  30 * 60_000,
);
