import type { HumanActKind } from "../acts.ts";
import { acknowledge } from "./acknowledge.ts";
import type { ActDecider } from "./act-decider.ts";
import { appoint } from "./appoint.ts";
import { approveRun } from "./approve-run.ts";
import { assign } from "./assign.ts";
import { callExpert } from "./call-expert.ts";
import { close } from "./close.ts";
import { declineRun } from "./decline-run.ts";
import { escalate } from "./escalate.ts";
import { holdRun } from "./hold-run.ts";
import { hurryRun } from "./hurry-run.ts";
import { investigate } from "./investigate.ts";
import { joinAsExpert } from "./join-as-expert.ts";
import { judgeFalse } from "./judge-false.ts";
import { judgeReal } from "./judge-real.ts";
import { mitigate } from "./mitigate.ts";
import { note } from "./note.ts";
import { openChannel } from "./open-channel.ts";
import { pageLapsed } from "./page-lapsed.ts";
import { putOffTriage } from "./put-off-triage.ts";
import { recordCause } from "./record-cause.ts";
import { remediate } from "./remediate.ts";
import { reopen } from "./reopen.ts";
import { resolve } from "./resolve.ts";
import { runAction } from "./run-action.ts";
import { setSeverity } from "./set-severity.ts";
import { silence } from "./silence.ts";
import { unacknowledge } from "./unacknowledge.ts";
import { undoRun } from "./undo-run.ts";
import { unsilence } from "./unsilence.ts";
import { update } from "./update.ts";

/** THE list of what people do to an incident, one file each. */
export const actDeciders: { readonly [K in HumanActKind]: ActDecider<K> } = {
  acknowledge,
  unacknowledge,
  "judge-real": judgeReal,
  "judge-false": judgeFalse,
  "set-severity": setSeverity,
  assign,
  escalate,
  "call-expert": callExpert,
  "join-as-expert": joinAsExpert,
  appoint,
  note,
  update,
  silence,
  unsilence,
  mitigate,
  investigate,
  "record-cause": recordCause,
  remediate,
  resolve,
  close,
  reopen,
  "put-off-triage": putOffTriage,
  "run-action": runAction,
  "approve-run": approveRun,
  "decline-run": declineRun,
  "hold-run": holdRun,
  "hurry-run": hurryRun,
  "undo-run": undoRun,
  "open-channel": openChannel,
  "page-lapsed": pageLapsed,
};
