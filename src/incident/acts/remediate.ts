import { boundedText, excerptOf } from "../bounded.ts";
import { settle } from "../endings.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";
import { refusedWhenOver } from "./over.ts";

/**
 * The fix, and what is watched from now on so that it is seen earlier next time: both (U-10). What has recovered is resolved
 * by it; else its source's end will resolve it.
 */
export const remediate: ActDecider<"remediate"> = (draft, { act, incident, doer, known }) => {
  const over = refusedWhenOver(incident);
  if (over) return over;
  const [fix, monitoring] = [boundedText(act.fix.trim()), boundedText(act.monitoring.trim())];
  if (fix === "" || monitoring === "") return refused("needs-remediation");
  if (!incident.cause) return refused("needs-cause");
  const { remediation: before } = incident;
  if (before?.fix === excerptOf(fix) && before.monitoring === excerptOf(monitoring))
    return refused("already-so", before);
  draft.write("remediated", { ...doer, fix, monitoring }, doer.by);
  settle(draft, known);
  return done;
};
