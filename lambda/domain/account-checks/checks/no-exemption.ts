import { ACCOUNT, check, findingOf } from '../check';
import { NO_CONTROLS } from '../controls';

/** A policy that exempts nobody lets the users for the worst day lapse as well. */
export const noExemption = check({
  id: 'noExemption',
  title: 'policy that exempts nobody',
  description: 'A policy without any exemption in force: nobody is break-glass',
  *find(facts) {
    if (facts.liveExemptions > 0) return;
    yield findingOf(facts, {
      whom: ACCOUNT,
      severity: 'medium',
      fact: 'the policy has no exemption in force',
      fix: 'Exempt the users that are kept for an emergency, by name or by tag, before the mode is enforce.',
      controls: NO_CONTROLS,
    });
  },
});
