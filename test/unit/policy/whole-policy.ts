/** A policy in which everything that may be written is. */
export const wholePolicy = `
version: 1
name: vigie
locale: en
mode: live
break_glass: on
identity: { environment: [env], service: [service], model: [model], family: [family], exporters: [x] }
severity:
  thresholds:
    - { family: f, metrics: [accuracy], measure: value, warning: "> 1" }
    - { family: g, metrics: [other], measure: relative-drop, of: input, warning: "> 1%" }
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
  rollback:
    { mode: approve, at: [urgent], veto: 1m, dry_run: true, max_age: 1d, min_sample: 1, cool_down: 1h, per_day: 3,
      criteria: { a: { metric: accuracy, when: "> 1", for: 5m, min_sample: 20, match: ['team="x"'] } } }
  mitigations: { info: restart, warning: retrain, critical: disable, urgent: rollback }
  break_glass: off
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
    actions:
      rollback:
        steps:
          - { mlflow: { model: m, alias: champion, tested: ok } }
          - { mlflow: { model: m, stage: Production } }
          - { registry: { url: "https://r", model: m, secret: R_KEY } }
          - { github: { repository: c/m, workflow: w.yml, ref: main, inputs: { v: "{to}" } } }
          - { kubernetes: { restart: deployment/m, namespace: ml } }
          - { kubernetes: { undo: deployment/m } }
          - { argo: { abort: rollout/m, namespace: ml } }
          - webhook:
              { url: "https://w", method: PUT, secret: W_KEY, body: { v: "{to}" }, undo: { v: "{from}" },
                read: { url: "https://w/state", field: v } }
        serving: { promql: "count by (v) (up)", label: v }
        within: 10m
        health: "https://m/health"
        helps: { metric: proxy, min_sample: 1, for: 1h }
        condition: { metric: accuracy, when: "> 1" }
        authority: [Ada, admin]
        approvers: [admin]
        every: 1m
        ideal: 30m
        last_test: 2026-10-01
      disable:
        steps: [{ registry: { url: "https://r", model: m } }, { argo: { undo: rollout/m } }]
        serving: { http: "https://m/version", field: v }
        helps: { promql: "rate(x[5m])", healthy: "< 1" }
contacts: [{ name: Ada, email: ada@corp.io, slack: U012AB, teams: "", pagerduty: P012AB, jira: "", phone: "1", locale: fr }]
roles: { admin: [Ada] }
permissions: { close: [admin, everybody] }
experts: { data: { slack: "slack-group:S012AB", teams: x, people: [Ada], tell: [chat] } }
tokens: { ci: { roles: [admin], acts_for: true } }
`;
