import { z } from "zod";
import { severities } from "../../alert/severity.ts";
import { type EntryKind, followings, pageCauses, shadowMoments } from "../entry-kinds.ts";
import { phases } from "../incident.ts";
import { deadlineKinds } from "../judgement.ts";
import { falsePositiveReasons, holds } from "../reasons.ts";
import { actShapes } from "./act-shapes.ts";
import { actionShapes } from "./action-shapes.ts";

const severity = z.enum(severities);
const place = z.object({ file: z.string(), line: z.number() }).exactOptional();
const text = z.string().exactOptional();

const owed = z.array(z.object({ id: z.string() }));
const again = z.object({ afterMs: z.number(), wakes: z.boolean(), because: z.enum(["new-occurrence", "fires-again"]) });
const names = z.array(z.string()).default([]);

const reason = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("threshold"),
    metric: z.string(),
    measure: z.enum(["value", "relative-drop", "relative-rise"]),
    band: z.string(),
    figure: z.number(),
    place,
  }),
  z.object({ kind: z.enum(["label", "unknown-label"]), label: z.string(), value: z.string(), place }),
  z.object({ kind: z.literal("sender-threshold"), metric: z.string(), figure: z.number(), threshold: z.number() }),
  z.object({ kind: z.enum(["sender-hint", "sender-status"]), value: z.string() }),
  z.object({ kind: z.literal("late"), metric: z.string(), since: z.number() }),
  z.object({ kind: z.literal("role"), role: z.string(), from: severity }),
  z.object({ kind: z.literal("otherwise"), place }),
  z.object({ kind: z.literal("own") }),
]);

/** What the sentences need of each kind of entry (`EntryData`); an entry that another version wrote may not have it. */
export const entryShapes = {
  ...actShapes,
  ...actionShapes,
  opened: z.object({
    severity,
    reason,
    follows: z.object({ by: z.string(), because: z.enum(followings) }).exactOptional(),
  }),
  alerts: z.object({
    fired: names,
    firedCount: z.number(),
    ended: names,
    endedCount: z.number(),
    changed: names,
    changedCount: z.number().default(0),
    firing: z.number(),
  }),
  "entries-bounded": z.object({ after: z.number() }),
  severity: z.object({ from: severity, to: severity, reason }),
  owed: z.object({
    added: z.array(z.object({ id: z.string() })),
    cause: z.enum(["severity", "route", "fallback", "escalated"]),
  }),
  deadlines: z.object({ set: z.array(z.object({ kind: z.enum(deadlineKinds), dueAt: z.number() })) }),
  phase: z.object({ from: z.enum(phases), to: z.enum(phases) }),
  page: z.object({ pageNo: z.number(), cause: z.enum(pageCauses) }),
  "page-withheld": z.object({}),
  reopened: again,
  "fires-again": again,
  resolved: z.object({ lastedMs: z.number(), received: z.number() }),
  closed: z.object({ lastedMs: z.number(), by: text, text }),
  told: z.object({
    destination: z.string(),
    receiver: z.string(),
    label: text,
    pageNo: z.number().exactOptional(),
    afterFailure: z.boolean().exactOptional(),
  }),
  undelivered: z.object({
    destination: z.string(),
    reason: z.string(),
    detail: text,
    state: z.enum(["retrying", "undelivered"]),
    page: z.boolean(),
    mention: text,
  }),
  truncated: z.object({ count: z.number() }),
  lifecycle: z.object({}),
  recovered: z.object({ lastedMs: z.number() }),
  "ended-by-hand": z.object({
    as: z.enum(["false_positive", "closed_by_hand"]),
    by: z.string(),
    hold: z.enum(holds).exactOptional(),
    holdUntil: z.number().exactOptional(),
    because: z.enum(falsePositiveReasons).exactOptional(),
    text,
  }),
  "rule-suspected": z.object({ name: z.string(), times: z.number(), values: z.array(z.number()) }),
  "resolved-elsewhere": z.object({ by: z.string(), where: z.string() }),
  shadowed: z.object({ would: owed, page: z.boolean(), when: z.enum(shadowMoments) }),
  adopted: z.object({ added: owed }),
  stale: z.object({ since: z.number().exactOptional() }),
} satisfies { readonly [K in EntryKind]: z.ZodType };
