import { describe, expect, it } from "vitest";
import { changeKinds } from "../../../src/alert/change.ts";
import type { FoundChange } from "../../../src/incident/actions/found-change.ts";
import type { Run } from "../../../src/incident/actions/run.ts";
import { tickIds } from "../../../src/incident/actions/tick.ts";
import { runLine } from "../../../src/incident/draw/action-line.ts";
import { changeWords } from "../../../src/incident/draw/change-line.ts";
import { toLine } from "../../../src/incident/draw/line.ts";
import { tickWords } from "../../../src/incident/draw/tick-words.ts";
import { drawActions, drawCard, drawStory, lineText } from "../../../src/incident/draw.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import { type Locale, locales } from "../../../src/words/locale.ts";
import { gallery } from "../../support/gallery.ts";
import { driftView, minute, withIncident } from "./views.ts";

const pictures = { en: gallery("en"), fr: gallery("fr") };
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const viewOf = (name: string, locale: Locale = "en") => {
  const found = pictures[locale].find((one) => one.name === name);
  if (!found) throw new Error(`the gallery has no "${name}"`);
  return found.view;
};
const linesOf = (name: string, locale: Locale = "en") =>
  drawCard(viewOf(name, locale), locale).lines.map((line) => plain(lineText(line, locale)));
const storyOf = (name: string) => drawStory(viewOf(name), 0, "en").map(({ tells, text }) => `${tells}: ${plain(text)}`);
const buttonsOf = (name: string) => drawCard(viewOf(name), "en").buttons.map(({ text }) => text);

describe("the card of an incident that is acted on (cards 3, behaviour 7)", () => {
  it.each([
    [
      "what changed before it",
      "Before it: alias champion moved 7 → 8, 42 min earlier (likely cause: the version measured) · deployment 1.41 → 1.42, 3 h earlier",
      "Avant cela : alias champion passé de 7 à 8, 42 min plus tôt (cause probable : la version mesurée) · déploiement 1.41 → 1.42, 3 h plus tôt",
    ],
    [
      "proposed: no change before it",
      "Roll back to v7? Not by itself: No change of the model before it: rolling back is unlikely to help. Look at the input data: null_ratio 0.4 since 02:10 UTC. v7 is not marked tested.",
      "Revenir à v7 ? Pas automatiquement : Aucun changement du modèle avant cela : revenir en arrière n’aidera sans doute pas. Regardez les données d’entrée : null_ratio 0,4 depuis 02:10 UTC. v7 n’est pas marquée comme testée.",
    ],
    [
      "automation off",
      "Roll back to v7? Not by itself: Automation is off, by bo, since 08:00 UTC.",
      "Revenir à v7 ? Pas automatiquement : L’automatisme est coupé par bo depuis 08:00 UTC.",
    ],
    [
      "dry run",
      "Dry run: would have rolled back to v7.",
      "À blanc, rien n’est fait : Vigie aurait choisi de revenir à v7.",
    ],
    [
      "in its veto window",
      "Rolling back v8 → v7 · begins by itself at 09:04 UTC: Hold, or Now",
      "Retour en arrière v8 → v7 · commence automatiquement à 09:04 UTC : Suspendre, ou Maintenant",
    ],
    [
      "awaiting an approval",
      "Withdraw the model? · asked by Ada Lovelace 09:07 · waits for po since 09:07 UTC",
      "Retirer le modèle du service ? · demandé par Ada Lovelace (09:07) · attend po depuis 09:07 UTC",
    ],
    [
      "serving 3 of 8",
      "Rolling back v8 → v7 · asked by Ada Lovelace 09:07 · alias moved 09:07 · restarted 09:07 UTC · v7 on 3 of 8",
      "Retour en arrière v8 → v7 · demandé par Ada Lovelace (09:07) · alias déplacé (09:07) · redémarré (09:07 UTC) · v7 (3 sur 8)",
    ],
    [
      "rolled back, watched",
      "Rolled back to v7 · v7 on all 8 · first answer at 10:12 UTC",
      "Retour à v7 effectué · v7 (8 sur 8) · première réponse à 10:12 UTC",
    ],
    [
      "it did not help",
      "Rolled back to v7 · v7 on all 8 · it did not help: accuracy 0.846 → 0.851",
      "Retour à v7 effectué · v7 (8 sur 8) · cela n’a pas aidé : accuracy 0,846 → 0,851",
    ],
    [
      "cannot tell before",
      "Rolled back to v7 · v7 on all 8 · cannot tell before 3 Dec, 09:00 UTC",
      "Retour à v7 effectué · v7 (8 sur 8) · pas de verdict avant 3 déc., 09:00 UTC",
    ],
    [
      "alias moved, serving not checked",
      "Alias moved, serving not checked",
      "Alias déplacé, mise en service non vérifiée",
    ],
    [
      "rollback failed: not serving",
      "Rollback failed · registry v7, serving v8 on 5 of 8 · alias moved 09:07 · restarted 09:07 UTC",
      "Retour en arrière en échec · registre v7, en service : v8 (5 sur 8) · alias déplacé (09:07) · redémarré (09:07 UTC)",
    ],
    [
      "rollback failed: half-way",
      "Rollback failed · could not restart deployment/credit-scoring in ml: permission denied, deployments.apps is forbidden · alias moved 09:07 UTC",
      "Retour en arrière en échec · impossible de redémarrer deployment/credit-scoring dans ml : permission refusée, deployments.apps is forbidden · alias déplacé (09:07 UTC)",
    ],
    [
      "rollback failed: nothing changed",
      "Rollback failed · it was so already, nothing is different",
      "Retour en arrière en échec · c’était déjà le cas, rien n’a changé",
    ],
    ["held", "Rollback held by Ada Lovelace 09:03 UTC", "Suspendu par Ada Lovelace (09:03 UTC) : retour en arrière"],
  ])("%s: says it in one line, in both languages", (name, english, french) => {
    expect(linesOf(name)).toContain(english);
    expect(linesOf(name, "fr")).toContain(french);
  });

  it("says what was changed beside what is proposed next: a model that was withdrawn is withdrawn", () => {
    const [asked] = viewOf("awaiting an approval").incident.runs ?? [];
    if (!asked) throw new Error("nothing was asked");
    const proposing = viewOf("automation off");
    const linesWith = (more: Partial<Run>) =>
      drawCard(withIncident(proposing, { runs: [{ ...asked, changed: true, ...more }] }), "en").lines.map((line) =>
        plain(lineText(line, "en")),
      );
    expect(linesWith({ state: "ended" })).toContain(
      "Taken the model out of service · Roll back to v7? Not by itself: Automation is off, by bo, since 08:00 UTC.",
    );
    expect(linesWith({ state: "ended", undoneBy: "r9" })).toContain(
      "Roll back to v7? Not by itself: Automation is off, by bo, since 08:00 UTC.",
    );
  });

  it("says on its first line what helped once it is over, and the figures once (cards 5)", () => {
    const [head, end = ""] = linesOf("it helped, resolved");
    expect(head).toBe(
      "🟢 RESOLVED after 2 h 10 min · prod · credit-scoring · accuracy · rolled back to v7, it helped: 0.846 → 0.948",
    );
    expect(end).not.toContain("0.846");
    expect(linesOf("it helped, resolved")).toHaveLength(2);
  });

  it("has six lines at most: what is done takes the place of the runbook, and flags join since when", () => {
    const silenced = {
      ...{ id: "s", scope: { kind: "group" as const, groupId: "g" }, by: { id: "person:ada@corp.example" } },
      ...{ at: minute(2), until: minute(60), why: "maintenance", urgent: false },
    } as const;
    const lines = drawCard(withIncident(viewOf("rolling back"), { silenced }), "en").lines.map((line) =>
      lineText(line, "en"),
    );
    expect(lines).toHaveLength(6);
    expect(lines[2]).toMatch(/^silenced by Ada Lovelace until 10:00: maintenance · since 09:00/);
    expect(lines[4]).toMatch(/^Rolling back/);
    expect(lines.join("\n")).not.toContain("First:");
  });
});

describe("the buttons of an incident that is acted on (cards 4)", () => {
  it.each([
    ["proposed: the policy asks a person", ["Acknowledge", "Real", "False positive", "Roll back to v7…", "Escalate…"]],
    ["an action suggested", ["Mitigated…", "Root cause…", "False positive", "Roll back to v7…", "Escalate…"]],
    ["in its veto window", ["Acknowledge", "Hold", "Now", "Real", "False positive"]],
    ["awaiting an approval", ["Real", "False positive", "Approve…", "Decline…", "Escalate…"]],
  ])("%s", (name, buttons) => {
    expect(buttonsOf(name)).toEqual(buttons);
  });

  it("the suggested action is primary once it was judged real, and nothing is while it is under way", () => {
    const primary = (name: string) => drawCard(viewOf(name), "en").buttons.find(({ look }) => look === "primary")?.text;
    expect(primary("an action suggested")).toBe("Roll back to v7…");
    expect(primary("awaiting an approval")).toBe("Approve…");
    expect(primary("rolling back")).toBeUndefined();
    expect(primary("rolled back, watched")).toBeUndefined();
  });
});

describe("the thread of an incident that is acted on (cards 6, behaviour 4)", () => {
  it("reads as a story, from the request to the verdict", () => {
    expect(storyOf("it helped").filter((line) => /roll|alias|restart|helped/i.test(line))).toEqual([
      "quiet: Before it: alias champion moved 7 → 8, 42 min earlier (likely cause: the version measured) · deployment credit-scoring 1.41 → 1.42, 3 h earlier · Vigie, 09:03 UTC",
      "quiet: Begun: roll back to v7 (move alias champion from v8 to v7 on credit, then restart deployment/credit-scoring in ml) · Ada Lovelace, 09:07 UTC",
      "quiet: Done: move alias champion from v8 to v7 on credit · Vigie, 09:07 UTC",
      "quiet: Done: restart deployment/credit-scoring in ml · Vigie, 09:07 UTC",
      "quiet: Rolled back to v7, after 2 min · v7 on all 8 · first answer at 10:12 · Vigie, 09:09 UTC",
      "quiet: Rolled back to v7, it helped: accuracy 0.846 → 0.948 · Vigie, 11:10 UTC",
      "quiet: Mitigated: what Vigie did helped · Vigie, 11:10 UTC",
    ]);
  });

  it.each([
    ["it did not help", /^rings: .*Rolled back to v7, it did not help: accuracy 0\.846 → 0\.851/],
    ["rollback failed: not serving", /^rings: .*Rollback failed: registry v7, serving v8 on 5 of 8/],
    ["awaiting an approval", /^calls: .*Asked: withdraw the model .*waits for po, until 09:17/],
    ["proposed: the policy asks a person", /^calls: .*Proposed: Roll back to v7\? The policy leaves it to a person/],
    ["cannot tell before", /^quiet: Rolled back to v7, cannot tell before 3 Dec/],
    ["dry run", /^quiet: Dry run: would have rolled back to v7/],
  ])("%s is as loud as it must be", (name, line) => {
    expect(storyOf(name).filter((one) => line.test(one))).toHaveLength(1);
  });

  it("tells neither how far it is nor that a call is about to leave: the card shows it", () => {
    expect(storyOf("serving 3 of 8").join("\n")).not.toMatch(/3 of 8|About to/);
  });
});

const change: FoundChange = {
  ...{ id: "c", source: "deployment", kind: "alias", name: "champion", from: "7", to: "8", at: 0 },
  ...{ when: "before", earlierMs: 60_000 },
};

describe("a change", () => {
  it.each<[string, Partial<FoundChange>, string]>([
    ["that says no version before", { from: "" }, "alias champion → 8, 1 min earlier"],
    ["that removed something", { to: "" }, "alias champion removed, was 7, 1 min earlier"],
    ["after it", { earlierMs: -120_000 }, "alias champion moved 7 → 8, 2 min later"],
    [
      "that failed",
      { kind: "workflow", name: "deploy", outcome: "failed" },
      "workflow deploy 7 → 8, 1 min earlier (failed)",
    ],
    ["of the service itself", { kind: "deployment", name: "credit" }, "deployment 7 → 8, 1 min earlier"],
  ])("%s is told as it is", (_what, more, said) => {
    const made = Object.fromEntries(Object.entries({ ...change, ...more }).filter(([, value]) => value !== ""));
    expect(changeWords(made as FoundChange, "credit", "en")).toBe(said);
  });

  it("of every kind has words in both languages, and where something was first found is none", () => {
    for (const locale of locales) {
      for (const kind of changeKinds)
        expect(changeWords({ ...change, kind }, undefined, locale)).not.toMatch(/undefined|NaN/);
    }
    const view = withIncident(driftView, { changes: [{ ...change, kind: "seen" }] });
    expect(
      drawCard(view, "en")
        .lines.map((line) => lineText(line, "en"))
        .join("\n"),
    ).not.toContain("Before it");
  });
});

describe("a condition of acting by itself", () => {
  it.each(tickIds)("%s: is a whole sentence, so and not so, with and without figures", (id) => {
    const full = {
      version: "7",
      serving: "9",
      role: "canary",
      metric: "psi",
      value: 3,
      limit: 3,
      at: minute(1),
      by: "person:a@b.c",
    };
    for (const locale of locales) {
      const said = [
        { id, ok: true },
        { id, ok: false },
        { id, ok: false, ...full },
      ].map((tick) => lineText(toLine(tickWords(tick, locale), minute(0)), locale));
      for (const one of said) expect(one).toMatch(/^(?:\p{Lu}|v7|psi).*\.$/u);
      expect(said[0]).not.toBe(said[1]);
    }
  });
});

const run: Run = {
  ...{ id: "r", action: "rollback", state: "failed", by: "vigie", where: "vigie", askedAt: minute(1), changed: true },
  plan: {
    ...{ action: "rollback", at: 0, to: "7", from: "8", checksServing: true, withinMs: 60_000 },
    steps: [{ provider: "mlflow", key: "k", doing: "move-alias", name: "champion", of: "credit", from: "8", to: "7" }],
  },
  steps: [{ state: "done", at: minute(1) }],
  because: "not-serving",
};
const lineOf = (more: Partial<Run>, incident: Pick<Incident, "latest" | "names"> = {}) =>
  lineText(toLine(runLine({ ...run, ...more }, incident, "en"), minute(0)), "en");

describe("a run", () => {
  it("that one server did not follow says so: v7 on 0 of 1", () => {
    const serving = [{ version: "8", count: 1 }];
    expect(lineOf({ state: "serving", serving })).toContain("v7 on 0 of 1");
    expect(lineOf({ serving })).toContain("registry v7, serving v8 on 1 of 1");
  });

  it("whose step failed before anything was changed says that nothing was", () => {
    const said = lineOf({ changed: false, because: "step", steps: [{ state: "failed", because: "conflict" }] });
    expect(said).toBe(
      "Rollback failed · could not move alias champion from v8 to v7 on credit: somebody changed it since; that is not overwritten · nothing was changed",
    );
  });

  it("of versions with names of their own writes them as they are", () => {
    expect(lineOf({ state: "veto", plan: { ...run.plan, from: "release-8", to: "release-7" } })).toBe(
      "Rolling back release-8 → release-7",
    );
  });

  it("stands on the dashboard with each of its steps", () => {
    const { runs } = drawActions({ ...driftView.incident, runs: [run] }, "en");
    expect(runs[0]?.steps).toMatchObject([{ state: "done", at: minute(1) }]);
  });
});
