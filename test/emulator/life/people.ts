import { createUser, use } from '../account';
import type { Life } from './life';

/** On day 0: two credentials that nobody has used for long, and some that are in use, exempt, or soon due. */
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
  // Due, which is 38 days, on day 8, and stale, which is 45, on day 15.
  await createUser(account, {
    name: 'leaver',
    password: { created: 300, used: 30.6 },
    keys: [{ created: 300, used: 30.4 }],
  });
}

/** Whoever had work to do on day 0 still has. */
export async function everybodyWorks(life: Life): Promise<void> {
  await use(life.account, { name: 'active', password: true, keys: life.keysOf('active') });
  await use(life.account, { name: 'two-keys', keys: life.keysOf('two-keys').slice(1) });
}
