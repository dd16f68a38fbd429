import type { ReportedUser } from '../../../lambda/domain/credential';
import type { UserLookup } from '../../../lambda/domain/evaluation/user-lookup';
import type { FetchedReport, ReportSource, UserDirectory } from '../../../lambda/ports';

// What a sweep was told of the account, for the forecast, which goes on where the sweep ends: IAM is asked once.

export class CachingReports implements ReportSource {
  /** What was answered last; undefined before, and when it failed. */
  answer: FetchedReport | undefined;

  constructor(private readonly source: ReportSource) {}

  async fetch(): Promise<FetchedReport> {
    this.answer ??= await this.source.fetch();
    return this.answer;
  }
}

export class CachingDirectory implements UserDirectory {
  private readonly known = new Map<string, UserLookup>();

  constructor(private readonly directory: UserDirectory) {}

  async lookUp(
    users: readonly ReportedUser[],
    options: Parameters<UserDirectory['lookUp']>[1],
  ): Promise<ReadonlyMap<string, UserLookup>> {
    const missing = users.filter(({ arn }) => !this.known.has(arn));
    for (const [arn, looked] of await this.directory.lookUp(missing, options)) this.known.set(arn, looked);
    return this.known;
  }
}
