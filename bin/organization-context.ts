import * as z from 'zod';

/** Where the members' role comes from. */
const MEMBERS = ['stackset', 'none'] as const;

const UNIT = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/;
const unit = z.string().regex(UNIT, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not the id of a root or of an organizational unit, such as r-ab12 or ou-ab12-11111111`,
});

const AT_ONCE = 'must be a whole number from 1 to 100';

/** The keys of an organization's deployment. */
export const OrganizationContext = {
  organization: z
    .string('must be the id of an organization, such as o-ab12cd34ef')
    .regex(/^o-[a-z0-9]{10,32}$/, 'must be the id of an organization, such as o-ab12cd34ef')
    .exactOptional(),
  organizationalUnits: z
    .string('must be ids of roots or organizational units, separated by commas')
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(unit).transform((all) => [...new Set(all)]))
    .exactOptional(),
  members: z
    .enum(MEMBERS, 'must be "stackset", or "none" if you bring the role to the members yourself')
    .exactOptional(),
  accountsAtOnce: z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^\d{1,3}$/)
          .transform(Number),
      ],
      AT_ONCE,
    )
    .pipe(z.int(AT_ONCE).min(1, AT_ONCE).max(100, AT_ONCE))
    .exactOptional(),
  central: z
    .string('must be the id of the account with the deployment, 12 digits')
    .regex(/^\d{12}$/, 'must be the id of the account with the deployment, 12 digits')
    .exactOptional(),
};

const Organization = z.object(OrganizationContext);
export type OrganizationKeys = z.infer<typeof Organization>;

/** A key that does not go with the others. */
export interface KeyProblem {
  readonly key: string;
  readonly message: string;
}

const ONE_ACCOUNT_ONLY = 'newCredentialNotices';

/** What is wrong with keys that are right by themselves, and with keys of the one deployment in the other. */
export function organizationProblems(context: Readonly<Record<string, unknown>>): KeyProblem[] {
  const has = (key: string) => context[key] !== undefined;
  if (!has('organization')) {
    return Object.keys(OrganizationContext)
      .filter((key) => key !== 'organization' && has(key))
      .map((key) => ({
        key,
        message:
          'belongs to the deployment for an organization; give its id too, as "organization", or remove this key',
      }));
  }
  const problems: KeyProblem[] = [];
  if (has(ONE_ACCOUNT_ONLY)) {
    problems.push({
      key: ONE_ACCOUNT_ONLY,
      message:
        'is for the deployment of a single account; remove it. With "organization", nobody is told of new credentials at once',
    });
  }
  const units = 'organizationalUnits';
  if (context['members'] === 'none' && has(units)) {
    problems.push({
      key: units,
      message: 'is for the StackSet, and "members" is "none"; remove one of the two',
    });
  }
  // The stack of a member alone has no StackSet.
  if (context['members'] !== 'none' && !has(units) && !has('central')) {
    problems.push({
      key: units,
      message:
        'is missing. Give the ids of the root (r-...) or of the organizational units (ou-...) whose accounts are to be swept, separated by commas, or set "members" to "none"',
    });
  }
  return problems;
}
