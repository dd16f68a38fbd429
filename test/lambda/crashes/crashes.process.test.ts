import pLimit from 'p-limit';
import { type Bundle, type BundleRun, synthesizedBundle } from '../../support/bundle';
import { closeAll } from '../../support/clients';
import { anAccountOf, AS_ONE_RUN, bookOf, type Death, letTimePass } from './account';

// "Nothing done goes unreported, not even when the function itself fails half way": the process is killed at every
// call that a run makes, for there it waits. The next run makes good what it left.

/** Of one run that enforces three actions; the first test counts them. */
const CALLS = 46;
/** Each child takes a processor for half a second. */
const CHILDREN = 4;

let bundle: Bundle;
beforeAll(() => {
  bundle = synthesizedBundle();
}, 60_000);
afterAll(() => bundle.remove());
afterAll(closeAll);

it(`a run that nobody kills makes ${CALLS} calls`, async () => {
  const account = await anAccountOf(bundle);
  expect(await account.run()).toMatchObject({ answer: { status: 'completed', counts: { disabled: 3 } } });
  expect(account.aws.calls).toHaveLength(CALLS);
  expect(bookOf(account)).toEqual(AS_ONE_RUN);
}, 20_000);

interface Story {
  readonly name: string;
  /** The first run ends by the first, the next by the second; the one after them lives. */
  readonly deaths: readonly Death[];
}

interface Told {
  readonly killed: readonly (BundleRun | 'killed')[];
  readonly last: BundleRun | 'killed';
  readonly book: ReturnType<typeof bookOf>;
}

async function play({ deaths }: Story): Promise<Told> {
  const account = await anAccountOf(bundle);
  const killed: (BundleRun | 'killed')[] = [];
  for (const death of deaths) {
    killed.push(await account.run(death));
    letTimePass(account);
  }
  const last = await account.run();
  return { killed, last, book: bookOf(account) };
}

/**
 * All of them at once, as many as there is room for; told one by one. The limit only stops what hangs: these are up to
 * 184 children, and jest's other worker may use the second processor.
 */
function tell(stories: readonly Story[]): void {
  const told = new Map<Story, Told>();
  beforeAll(async () => {
    const limit = pLimit(CHILDREN);
    await Promise.all(stories.map((story) => limit(async () => told.set(story, await play(story)))));
  }, 300_000);

  it.each(stories)('$name: every write is made once, and told', (story) => {
    const { killed, last, book } = told.get(story) ?? {};
    expect(killed).toEqual(story.deaths.map(() => 'killed'));
    expect(last).toMatchObject({ answer: { status: 'completed' } });
    expect(book).toEqual(AS_ONE_RUN);
  });
}

describe('a run that is killed', () => {
  tell(
    Array.from({ length: CALLS }, (_, skip) => [
      { name: `before call ${skip + 1} was heard`, deaths: [{ skip }] },
      { name: `before the answer to call ${skip + 1}`, deaths: [{ skip, when: 'after' as const }] },
    ]).flat(),
  );
});

describe('a run that is killed, and the next one too,', () => {
  const FIRST: Readonly<Record<string, Death>> = {
    'when the plan was open': { action: 'PutObject', key: 'ledger.json', when: 'after' },
    'when the password was deleted': { action: 'DeleteLoginProfile', when: 'after' },
    'when all was done': { action: 'PutObject', key: 'result.json' },
  };
  const SECOND: Readonly<Record<string, Death>> = {
    'as it looked the first one up': { action: 'ListAccessKeys' },
    'when its plan was made': { action: 'PutObject', key: 'plan.json', when: 'after' },
    'when its plan was open': { action: 'PutObject', key: 'ledger.json', when: 'after' },
    'when its ledger was closed': { action: 'PutObject', key: 'ledger.json', skip: 1, when: 'after' },
    'when its digest was out': { action: 'Publish', when: 'after' },
  };
  tell(
    Object.entries(FIRST).flatMap(([first, one]) =>
      Object.entries(SECOND).map(([second, other]) => ({
        name: `${first}, ${second}`,
        deaths: [one, other],
      })),
    ),
  );
});
