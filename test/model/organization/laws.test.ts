import { organizationCounterexample } from './judge-history';
import { ORGANIZATION_LAWS } from './laws';

// The laws of docs/design.md §9 in random histories of an organization: two to three weeks of one to five accounts whose
// users sign in, whose people edit settings and modes, which join, leave, move and lose their role; executions that are
// delivered twice, stopped and taken over; steps that are killed or tried again at any call; mails that are lost. Each is
// judged by what truly happened. LAW_RUNS and FUZZ_SEED look for longer, and elsewhere.

const LONG = 30 * 60_000;

it.each(ORGANIZATION_LAWS.map(({ name }) => name))(
  '%s',
  async (name) => {
    expect(await organizationCounterexample(name)).toBe('');
  },
  LONG,
);
