import fc from "fast-check";
import type { Card, CardButton, CardLine, Inline } from "../../../src/incident/card.ts";
import { handlerIds } from "../../../src/incident/handler-ids.ts";

/** What people and machines have put into alerts to see what happens. */
const nasty = [
  "<!channel>",
  "@everyone",
  "<at>everyone</at>",
  "[click](https://evil.example)",
  "![x](https://evil.example/x.png)",
  "{{DATE(2026-01-01T00:00:00Z, SHORT)}}",
  "{{TIME(2026-01-01T00:00:00Z)}}",
  "{{ $labels.instance }}",
  "**bold** _it_ `code` ~~no~~",
  "- item\n- item\r\n1. one",
  "\u202egnp.exe\u202c \u2067rtl\u2069 مرحبا שלום",
  "\u0000\u0007\u001b[31m",
  "👩‍👩‍👧‍👦🏳️‍🌈é\u0301",
  "\ud83d",
  "<script>alert(1)</script>",
  "\\\\\\[x]\\(y)",
  "&lt;at&gt;&#123;",
  "Z̸̢̧̛".repeat(50),
  "a".repeat(10_000),
  "\\".repeat(3_000),
  '"'.repeat(3_000),
];

/** Any text, often a hostile one. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nasty),
  fc
    .array(fc.constantFrom(...nasty, "{", "}", "[", "]", "(", ")", "<", "at>", "DATE(", " "), { maxLength: 8 })
    .map((all) => all.join("")),
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.string({ unit: "grapheme", maxLength: 400 }),
);

const moment = fc.oneof(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.double());
const url = fc.oneof(
  fc.webUrl(),
  hostile,
  hostile.map((text) => `https://example.org/${text}`),
);

const anyInline: fc.Arbitrary<Inline> = fc.oneof(
  fc.record({ kind: fc.constantFrom("text" as const, "strong" as const), text: hostile }),
  fc.record({
    kind: fc.constant("time" as const),
    at: moment,
    style: fc.constantFrom("time" as const, "date-time" as const),
  }),
  fc.record({ kind: fc.constant("link" as const), text: hostile, url }),
  fc.record({ kind: fc.constant("mention" as const), mention: hostile }),
);

export const anyLine: fc.Arbitrary<CardLine> = fc.array(anyInline, { maxLength: 12 });

const question = fc.record({ title: hostile, text: hostile, ok: hostile, cancel: hostile });
const button = fc
  .tuple(
    fc.constantFrom(...handlerIds),
    hostile,
    fc.constantFrom("primary" as const, "plain" as const, "danger" as const),
    fc.option(question),
  )
  .map(([handler, text, look, confirm]): CardButton => ({ handler, text, look, ...(confirm && { confirm }) }));

/** Any card at all, in every state and language. */
export const anyCard: fc.Arbitrary<Card> = fc.record({
  tone: fc.constantFrom("info", "warning", "critical", "urgent", "resolved", "neutral"),
  notification: hostile,
  lines: fc.array(anyLine, { maxLength: 20 }),
  buttons: fc.array(button, { maxLength: 5 }),
  menu: fc.array(button, { maxLength: 18 }),
  about: fc.constant({ groupId: "g", uid: "u", version: 1 }),
  links: fc.array(fc.record({ text: hostile, url }), { maxLength: 12 }),
  id: fc.integer({ min: 1 }).map((number) => `VIG-${number}`),
});
