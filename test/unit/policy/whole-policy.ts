/** A policy in which everything that may be written is. */
export const wholePolicy = `
version: 1
name: vigie
locale: en
mode: live
identity: { environment: [env], service: [service], model: [model], family: [family], exporters: [x] }
severity:
  thresholds:
    - { family: f, metrics: [accuracy], measure: value, warning: "> 1" }
    - { family: g, metrics: [other], measure: relative-drop, warning: "> 1%" }
  labels: [{ label: severity, values: { a: info }, source: alertmanager, match: ['x="y"'] }]
  otherwise: warning
families: { fam: [A] }
environments: { production: [prod], otherwise: { page: never } }
destinations:
  chat:
    - { slack: "#a", mention: "@here", locale: en, fallback: [{ slack: "#b" }] }
    - { teams: "19:x@thread.tacv2" }
  on-call: [{ pagerduty: { key: 0123456789abcdef0123456789abcdef, schedule: P1, severity: { info: info } } }]
  ticket: [{ jira: { project: OPS, type: Task, priority: { info: Low }, move: { resolved: done }, after: 1m } }]
teams: { ml: { chat: [{ slack: "#ml" }], locale: fr, mode: live, roles: { mle: [Ada] } } }
time_intervals:
  - name: office
    time_intervals:
      - times: [{ start_time: "08:00", end_time: "18:00" }]
        weekdays: ["monday:friday"]
        days_of_month: ["1:5"]
        months: ["1:3"]
        years: ["2026"]
        location: Europe/Paris
route:
  group_by: [service]
  tell: { warning: [chat, { to: ticket, during: office }], critical: [on-call] }
  deadlines: { warning: { triage: 1h } }
  remind: { critical: 30m }
  rollback: { mode: approve }
  lifecycle: short
  mode: live
  mute_time_intervals: [office]
  active_time_intervals: [office]
  routes: [{ match: ['service="s"', 'a=~"b"'], tell: { info: [chat] } }]
services:
  s:
    owner: ml
    model: m
    aliases: [t]
    lifecycle: full
    monitors: [{ metric: accuracy, every: 1h, grace: 1m, labels_delay: 1m, segment: q }]
contacts: [{ name: Ada, email: ada@corp.io, slack: U012AB, teams: "", pagerduty: P012AB, jira: "", phone: "1", locale: fr }]
roles: { admin: [Ada] }
permissions: { close: [admin, everybody] }
experts: { data: { slack: "slack-group:S012AB", teams: x, people: [Ada], tell: [chat] } }
tokens: { ci: { roles: [admin], acts_for: true } }
`;
