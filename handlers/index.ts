import type { Handler } from "../src/chat/handler.ts";
import { acknowledge } from "./acknowledge.ts";
import { approve } from "./approve.ts";
import { assign } from "./assign.ts";
import { cause } from "./cause.ts";
import { channel } from "./channel.ts";
import { close } from "./close.ts";
import { commander } from "./commander.ts";
import { decline } from "./decline.ts";
import { escalate } from "./escalate.ts";
import { expert } from "./expert.ts";
import { falsePositive } from "./false-positive.ts";
import { here } from "./here.ts";
import { hold } from "./hold.ts";
import { investigate } from "./investigate.ts";
import { mitigated } from "./mitigated.ts";
import { modelActions } from "./model-actions.ts";
import { moreTime } from "./more-time.ts";
import { note } from "./note.ts";
import { now } from "./now.ts";
import { real } from "./real.ts";
import { remediation } from "./remediation.ts";
import { reopen } from "./reopen.ts";
import { resolve } from "./resolve.ts";
import { severity } from "./severity.ts";
import { silence } from "./silence.ts";
import { takeOver } from "./take-over.ts";
import { undo } from "./undo.ts";
import { unsilence } from "./unsilence.ts";
import { update } from "./update.ts";

/** THE list of handlers: a new button is a file and a line here. Where each stands on a card is its `order`. */
export const handlers: readonly Handler[] = [
  acknowledge,
  hold,
  now,
  real,
  mitigated,
  cause,
  remediation,
  resolve,
  falsePositive,
  approve,
  decline,
  unsilence,
  moreTime,
  here,
  escalate,
  silence,
  expert,
  takeOver,
  note,
  reopen,
  investigate,
  assign,
  severity,
  commander,
  update,
  channel,
  ...modelActions,
  undo,
  close,
];
