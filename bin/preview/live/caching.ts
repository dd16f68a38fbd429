import type { ReportedUser } from '../../../lambda/domain/credential';
import type { KeyListing } from '../../../lambda/domain/evaluation/key-identity';
import type { UserLookup } from '../../../lambda/domain/evaluation/user-evidence';
import type { FetchedReport, ReportSource, UserDirectory } from '../../../lambda/ports';

// These ports keep IAM's answers, so that a second run and the forecast do not ask again.

export class CachingReports implements ReportSource {
  /** Undefined until the first fetch succeeds. */
  fetched: FetchedReport | undefined;

  constructor(private readonly source: ReportSource) {}

  async fetch(): Promise<FetchedReport> {
    this.fetched ??= await this.source.fetch();
    return this.fetched;
  }
}

export class CachingDirectory implements UserDirectory {
  private readonly known = new Map<string, UserLookup>();
  private readonly listed = { all: new Map<string, KeyListing>(), twins: new Map<string, KeyListing>() };

  constructor(private readonly directory: UserDirectory) {}

  async lookUp(
    users: readonly ReportedUser[],
    options: Parameters<UserDirectory['lookUp']>[1],
  ): Promise<ReadonlyMap<string, UserLookup>> {
    const missing = users.filter(({ arn }) => !this.known.has(arn));
    for (const [arn, lookup] of await this.directory.lookUp(missing, options)) this.known.set(arn, lookup);
    return this.known;
  }

  async listKeys(
    users: Parameters<UserDirectory['listKeys']>[0],
    lastUsed: Parameters<UserDirectory['listKeys']>[1],
  ): Promise<ReadonlyMap<string, KeyListing>> {
    const known = this.listed[lastUsed];
    const missing = users.filter(({ arn }) => !known.has(arn));
    for (const [arn, listing] of await this.directory.listKeys(missing, lastUsed)) known.set(arn, listing);
    return known;
  }

  listUsers(): ReturnType<UserDirectory['listUsers']> {
    return this.directory.listUsers();
  }
}
