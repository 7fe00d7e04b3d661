import { byAda, type Row } from "./both-chats-row.ts";

const began = byAda("began an action");
const acting = { at: "acting-", again: began, pages: ["triggered"] } as const;

/** The presses that act on a model or its service. */
export const actionRows: readonly Row[] = [
  { handler: "rollback", ...acting, values: {}, says: /Begun: roll back to v7.* · Ada Sandbox/ },
  {
    handler: "disable",
    ...acting,
    values: { why: "it grants too much" },
    again: byAda("asked for an action"),
    says: /Asked: disable the model.*it grants too much · Ada Sandbox/,
  },
  { handler: "fallback", ...acting, values: {}, says: /Begun: switch to the fallback.* · Ada Sandbox/ },
  { handler: "shadow-mode", ...acting, values: {}, says: /Begun: switch to shadow mode.* · Ada Sandbox/ },
  { handler: "reinforced-monitoring", ...acting, values: {}, says: /Begun: reinforce monitoring.* · Ada Sandbox/ },
  {
    handler: "retrain",
    ...acting,
    values: { why: "new labels are in" },
    says: /Begun: retrain the model.*new labels are in · Ada Sandbox/,
  },
  { handler: "restart", ...acting, values: {}, says: /Begun: restart the service.* · Ada Sandbox/ },
  {
    handler: "rebuild",
    ...acting,
    at: "stuck-",
    given: [["restart"]],
    values: {},
    says: /Begun: rebuild it.* · Ada Sandbox/,
    level: 2,
  },
  { handler: "rate-limit", ...acting, values: {}, says: /Begun: limit the rate.* · Ada Sandbox/ },
  {
    handler: "block-source",
    ...acting,
    values: ([source]) => ({ source: source?.options[0] ?? "" }),
    says: /Begun: block the source.* · Ada Sandbox/,
  },
  { handler: "update-baseline", ...acting, values: {}, says: /Begun: update the baseline.* · Ada Sandbox/ },
  {
    handler: "withdrawal",
    ...acting,
    values: { why: "the regulator asks" },
    again: byAda("asked for an action"),
    says: /Asked: withdraw the model.*the regulator asks · Ada Sandbox/,
  },
  {
    handler: "approve",
    ...acting,
    given: [["disable"]],
    givenBy: "Bo",
    values: {},
    again: byAda("approved the action"),
    says: /Approved: disable the model.* · Ada Sandbox/,
  },
  {
    handler: "decline",
    ...acting,
    given: [["disable"]],
    givenBy: "Bo",
    values: { why: "not before the audit" },
    again: byAda("declined the action"),
    says: /Declined: disable the model.*not before the audit · Ada Sandbox/,
  },
  {
    handler: "hold",
    ...acting,
    from: "measurement",
    again: byAda("held the action"),
    says: /Held: roll back to v7.* · Ada Sandbox/,
  },
  {
    handler: "now",
    ...acting,
    from: "measurement",
    values: {},
    again: byAda("began the action"),
    says: /Not waited for: roll back to v7.* · Ada Sandbox/,
  },
  {
    handler: "undo",
    ...acting,
    given: [["rollback"]],
    values: {},
    says: /Begun: take back the rollback.* · Ada Sandbox/,
  },
];
