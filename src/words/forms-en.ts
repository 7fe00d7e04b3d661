import type { FormWords } from "./form-words.ts";

const holds = {
  "until-resolved": "Until it resolves, 7 days at most",
  "24h": "24 hours",
  "7d": "7 days",
  "until-next-version": "Until the model’s next version",
};

/** What forms ask, in English, by their handler's id. */
export const en = {
  "false-positive": {
    title: "False positive",
    note: "What goes on firing is counted and tells nobody, until it gets worse or the hold is over.",
    submit: "Judge it false",
    fields: {
      because: {
        label: "Why it is false",
        options: {
          "test-traffic": "Test traffic",
          "threshold-too-tight": "The threshold is too tight",
          "stale-baseline": "The baseline is out of date",
          "late-data": "Late data",
          season: "Season",
          other: "Something else",
        },
      },
      hold: { label: "Keep silent", options: holds },
      text: { label: "In your words", hint: "Needed where it is something else." },
    },
  },
  severity: {
    title: "Change the severity",
    submit: "Change",
    fields: {
      to: { label: "Severity", options: { info: "INFO", warning: "WARNING", critical: "CRITICAL", urgent: "URGENT" } },
      why: { label: "Why" },
    },
  },
  assign: {
    title: "Assign",
    submit: "Assign",
    fields: { to: { label: "To whom", hint: "You, where nobody is chosen." } },
  },
  escalate: {
    title: "Escalate",
    submit: "Escalate",
    fields: {
      to: { label: "To", options: { next: "The next step", person: "A person", team: "A team" } },
      person: { label: "Which person" },
      team: { label: "Which team" },
      why: { label: "Why" },
    },
  },
  expert: {
    title: "Call an expert",
    submit: "Call",
    fields: { group: { label: "Group" }, why: { label: "What you need of them" } },
  },
  commander: {
    title: "Incident Commander",
    note: "Leads the incident and speaks to stakeholders.",
    submit: "Appoint",
    fields: { to: { label: "Who" } },
  },
  note: { title: "Note", submit: "Write it down", fields: { text: { label: "Note" } } },
  update: {
    title: "Status update",
    note: "For stakeholders: what users notice, what is being done.",
    submit: "Send",
    fields: {
      text: { label: "How it stands" },
      minutes: {
        label: "The next one comes in",
        options: { "15": "15 minutes", "30": "30 minutes", "60": "1 hour", "120": "2 hours", none: "No further one" },
      },
    },
  },
  silence: {
    title: "Silence",
    note: "No page, message or reminder; deadlines stand still. What still fires at the end rings as new.",
    submit: "Silence",
    fields: {
      for: {
        label: "For how long",
        hint: "24 hours at most.",
        options: {
          "30m": "30 minutes",
          "1h": "1 hour",
          "2h": "2 hours",
          "4h": "4 hours",
          "8h": "8 hours",
          "24h": "24 hours",
          "until-resolved": "Until it resolves",
        },
      },
      why: { label: "Why" },
      urgent: { label: "URGENT and security too" },
      elsewhere: { label: "Also for other receivers", hint: "Writes it to Alertmanager." },
    },
  },
  mitigated: {
    title: "Mitigated",
    note: "Users are safe again.",
    submit: "Record",
    fields: {
      how: { label: "How", options: { "by-hand": "By hand", waived: "Not needed, for the reason below" } },
      text: { label: "What was done, or why nothing was" },
    },
  },
  cause: {
    title: "Root cause",
    submit: "Record",
    fields: {
      cause: { label: "Cause", options: { data: "Data", model: "Model", external: "External" } },
      text: { label: "What happened" },
    },
  },
  remediation: {
    title: "Remediation",
    note: "Both are needed, so that the same is seen earlier next time.",
    submit: "Record",
    fields: {
      fix: { label: "The fix", hint: "A link or a key, such as OPS-311." },
      monitoring: { label: "The change to monitoring", hint: "A link or a key." },
    },
  },
  resolve: { title: "Resolve", submit: "Resolve", fields: { text: { label: "In your words" } } },
  close: {
    title: "Close",
    note: "What goes on firing is counted and tells nobody, until it gets worse or the hold is over.",
    submit: "Close",
    fields: { hold: { label: "Keep silent", options: holds }, text: { label: "In your words" } },
  },
  /** Every action on a model or its service; what it does is said above the fields. */
  action: {
    title: "Act",
    submit: "Do it",
    fields: {
      source: { label: "Which source", hint: "By its token; the address stays where it is." },
      alone: { label: "Decide alone, without the approver", hint: "The owner and the channel are told." },
      why: { label: "Why" },
    },
  },
  approve: {
    title: "Approve",
    submit: "Approve",
    fields: {
      why: { label: "Why you decide alone", hint: "You lack the approver’s role: the owner and the channel are told." },
    },
  },
  decline: { title: "Decline", submit: "Decline", fields: { why: { label: "Why" } } },
  now: { title: "Now", submit: "Begin now", fields: {} },
  undo: { title: "Undo", submit: "Take it back", fields: {} },
  reopen: { title: "Reopen", submit: "Reopen", fields: { why: { label: "Why" } } },
} satisfies Readonly<Record<string, FormWords>>;
