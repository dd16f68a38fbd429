import { organizationRuns } from '/tmp/w/orgbench/bench/organization/bench';
import { synthesizedOrganization } from '/tmp/w/orgbench/bench/organization/deployment';
async function main() {
  const d = synthesizedOrganization();
  const p = async (n: string, r: any) => { const s = performance.now(); const x = await r(); console.log(n, ((performance.now()-s)/1000).toFixed(1)); return x; };
  const n = Number(process.env['N'] ?? 20), u = Number(process.env['U'] ?? 5);
  await organizationRuns(d, { accounts: n, usersEach: u }, [[0,'first day'],[1,'quiet day'],[7,'enforcing'],[1,'a tenth lost']], p as any);
  d.remove();
}
main().catch((e) => { console.error(e); process.exit(1); });
