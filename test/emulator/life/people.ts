import { createUser, use } from '../account';
import type { Life } from './life';

/** On day 0, two credentials are stale. The others are in use, exempt, or soon due. */
export async function hirePeople({ account }: Life): Promise<void> {
  await createUser(account, { name: 'stale.console', password: { created: 300, used: 120 } });
  await createUser(account, {
    name: 'two-keys',
    keys: [
      { created: 200, used: 90 },
      { created: 60, used: 3 },
    ],
  });
  await createUser(account, {
    name: 'active',
    password: { created: 300, used: 1 },
    keys: [{ created: 300, used: 2 }],
  });
  await createUser(account, {
    name: 'break-glass',
    tags: { lapse: 'never' },
    password: { created: 350 },
    keys: [{ created: 350, used: 340 }],
  });
  // Due on day 8 (38 days unused), and stale on day 15 (45 days unused).
  await createUser(account, {
    name: 'leaver',
    password: { created: 300, used: 30.6 },
    keys: [{ created: 300, used: 30.4 }],
  });
}

/** The active users of day 0 use their credentials again. */
export async function everybodyWorks(life: Life): Promise<void> {
  await use(life.account, { name: 'active', password: true, keys: life.keysOf('active') });
  await use(life.account, { name: 'two-keys', keys: life.keysOf('two-keys').slice(1) });
}
