import { z } from "zod";
import { severities } from "../../alert/severity.ts";
import { deadlineNews, escalationCauses } from "../entry-kinds.ts";
import { deadlineKinds } from "../judgement.ts";
import { causes, mitigations } from "../reasons.ts";

const doer = { by: z.string(), where: z.string(), name: z.string().exactOptional() };
const text = z.string().exactOptional();
const severity = z.enum(severities);
const scope = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("group"), groupId: z.string() }),
  z.object({ kind: z.literal("service"), service: z.string(), environment: text }),
]);

/** What the sentences need of entries that people, and the waiting for people, write. */
export const actShapes = {
  acknowledged: z.object({ ...doer, from: text }),
  unacknowledged: z.object({ ...doer, because: z.string() }),
  judged: z.object(doer),
  "severity-by-hand": z.object({ ...doer, from: severity, to: severity, why: z.string() }),
  assigned: z.object({ ...doer, to: z.string(), toName: text }),
  escalated: z.object({
    ...doer,
    because: z.enum(escalationCauses),
    step: z.number().exactOptional(),
    to: text,
    toName: text,
    why: text,
  }),
  "expert-called": z.object({ ...doer, group: z.string(), mentions: z.record(z.string(), z.string()), why: text }),
  "expert-joined": z.object({ ...doer, group: z.string(), afterMs: z.number() }),
  "commander-asked": z.object({}),
  commander: z.object({ ...doer, to: z.string(), toName: text, from: text }),
  noted: z.object({ ...doer, text: z.string() }),
  update: z.object({ ...doer, text: z.string(), nextAt: z.number().exactOptional() }),
  "update-due": z.object({ dueAt: z.number() }),
  silenced: z.object({
    silence: z.object({
      by: z.object({ id: z.string(), name: text }),
      until: z.number().exactOptional(),
      why: z.string(),
      scope,
    }),
  }),
  unsilenced: z.object({ ...doer, forMs: z.number() }),
  "silence-over": z.object({ forMs: z.number(), firing: z.number() }),
  mitigated: z.object({ ...doer, how: z.enum(mitigations), text: z.string() }),
  investigating: z.object(doer),
  cause: z.object({ ...doer, cause: z.enum(causes), text: z.string() }),
  remediated: z.object({ ...doer, fix: z.string(), monitoring: z.string() }),
  "resolved-by-hand": z.object({ ...doer, lastedMs: z.number(), text }),
  "reopened-by-hand": z.object({ ...doer, why: z.string(), afterMs: z.number() }),
  "channel-asked": z.object(doer),
  "channel-open": z.object({ link: z.string(), label: z.string() }),
  deadline: z.object({ deadline: z.enum(deadlineKinds), news: z.enum(deadlineNews), dueAt: z.number(), by: text }),
  reminded: z.object({ times: z.number() }),
  unheard: z.object({ since: z.number().exactOptional() }),
  refused: z.object({ ...doer, handler: z.string(), because: z.string() }),
};
