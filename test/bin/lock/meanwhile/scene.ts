import { aKey, aUser, type FakeUser } from '../../../support/fake-aws';
import { fc } from '../../../support/runs';
import { DEEDS, type Deed } from './deeds';
import { HOSTILE_NAMES } from './hostile-names';

// One lock, as data: an account, what is typed, and what others do while it runs.

export interface Scene {
  readonly users: readonly SceneUser[];
  /** Whom the lock names: the index of a user, or a text that stands in no way for a user. */
  readonly typed: { readonly user: number } | { readonly hostile: number };
  readonly yes: boolean;
  /** Without a stack there are no records here, and no mail. */
  readonly deployed: boolean;
  readonly deeds: readonly { readonly atCall: number; readonly deed: Deed }[];
  readonly faults: readonly { readonly atCall: number; readonly kind: 'denied' | 'reset' | 'lost' }[];
}

interface SceneUser {
  readonly name: string;
  readonly path: string;
  readonly keys: readonly ('Active' | 'Inactive' | 'Expired' | 'Suspended')[];
  readonly password: boolean;
}

/** A plain lock makes some thirty calls; the last of them is the mail. */
const CALLS = 36;

const NAMES = [
  'bob',
  'ada',
  'bobby',
  'b',
  'bob.smith',
  'bob@example.com',
  '_bob',
  'bob+x',
  'Eve',
  'eve2',
  'root',
];

const sceneUser = fc.record<SceneUser>({
  name: fc.constantFrom(...NAMES),
  path: fc.constantFrom('/', '/team/', '/team/bob/', '/bob/'),
  keys: fc.array(fc.constantFrom('Active', 'Active', 'Inactive', 'Expired', 'Suspended'), { maxLength: 3 }),
  password: fc.boolean(),
});

const atCall = fc.integer({ min: 0, max: CALLS });

export const scene: fc.Arbitrary<Scene> = fc.record({
  // IAM has each name once, whatever its case and path.
  users: fc.uniqueArray(sceneUser, {
    minLength: 1,
    maxLength: 5,
    selector: ({ name }) => name.toLowerCase(),
  }),
  typed: fc.oneof(
    { weight: 2, arbitrary: fc.record({ user: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ hostile: fc.nat(HOSTILE_NAMES.length - 1) }) },
  ),
  yes: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  deployed: fc.boolean(),
  deeds: fc.array(fc.record({ atCall, deed: fc.constantFrom(...DEEDS) }), { maxLength: 3 }),
  // Each lost call costs the SDK a pause, so few scenes have one.
  faults: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({ atCall, kind: fc.constantFrom('denied' as const, 'reset' as const, 'lost' as const) }),
        { minLength: 1, maxLength: 2 },
      ),
    },
  ),
});

const CREATED = Date.parse('2025-03-01T00:00:00Z');
const DAY = 86_400_000;

export function usersOf({ users }: Scene): FakeUser[] {
  return users.map(({ name, path, keys, password }, index) => {
    const createdAt = CREATED + index * DAY;
    return aUser({
      name,
      path,
      createdAt,
      keys: keys.map((status) => aKey({ status, createdAt })),
      ...(password ? { password: { createdAt } } : {}),
    });
  });
}

/** What stands on the command line. */
export function typedName({ typed, users }: Scene): string {
  const name = (index: number) => users[index % users.length]?.name ?? '';
  return 'user' in typed ? name(typed.user) : (HOSTILE_NAMES[typed.hostile]?.(name(0)) ?? '');
}
