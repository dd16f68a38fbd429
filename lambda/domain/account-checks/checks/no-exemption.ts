import { ACCOUNT, check, findingOf } from '../check';
import { NO_CONTROLS } from '../controls';

/** Without any exemption, the users kept for emergencies are disabled like all others. */
export const noExemption = check({
  id: 'noExemption',
  title: 'policy that exempts nobody',
  description: 'A policy without an exemption in force, so that no break-glass user is protected',
  *find(facts) {
    if (facts.liveExemptions > 0) return;
    yield findingOf(facts, {
      subject: ACCOUNT,
      severity: 'medium',
      fact: 'the policy has no exemption in force',
      fix: 'Before you set the mode to enforce, exempt the users you keep for emergencies, by name or by tag.',
      controls: NO_CONTROLS,
    });
  },
});
