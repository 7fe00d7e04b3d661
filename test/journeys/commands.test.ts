import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Said } from "../../src/chat/commands/command.ts";
import { lineText } from "../../src/incident/draw.ts";
import type { Locale } from "../../src/words/locale.ts";
import { alertBody } from "../support/samples.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { freshStore, storeKinds, storeMissing } from "./stores.ts";

describe.each(storeKinds)("what can be asked, on %s", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  let vigie: UnderTest;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const store = await freshStore(kind);
    vigie = await startUnderTest({ store: store.url });
    end = async () => {
      await vigie.stop();
      await store.stop();
    };
  });
  afterEach(() => end());

  const ada = { vendor: "slack", id: "U0ONCALL01", email: "ada@corp.example", name: "Ada On-Call" } as const;
  const ask = (text: string, values?: Record<string, string>, locale: Locale = "en") =>
    vigie.run.chat.commands.run(text, { account: ada, where: "slack", locale, ...(values ? { values } : {}) });
  const textOf = ({ lines }: Said, locale: Locale = "en") => lines.map((line) => lineText(line, locale)).join("\n");
  const send = async (service: string, name: string, severity = "critical") => {
    const body = alertBody([{ name, labels: { service, environment: "production", severity } }], vigie.world.now());
    expect((await vigie.post("alertmanager", body)).status).toBe(200);
  };
  const complaint = {
    service: "credit-scoring",
    environment: "production",
    what: "Scores stay empty",
    severity: "critical",
  };

  it("U-44: a report asks service, impact and severity, opens an incident that is routed as any other, and hands out the messages", async () => {
    const { form } = await ask("report Scores stay empty");
    expect(form?.fields.map(({ id }) => id)).toEqual(["service", "environment", "what", "severity"]);
    const said = textOf(await ask("report", complaint));
    const [, id = ""] = /^(VIG-\d+) is open\.$/m.exec(said) ?? [];
    expect(said).toContain(`[${id}] CRITICAL: credit-scoring (production). Impact: Scores stay empty.`);
    expect(said).toContain("Next update at 08:00 UTC.");
    expect(said).toContain("Nous rencontrons une difficulté avec credit-scoring.");
    await vigie.settle();
    expect(vigie.seen.pages()).toHaveLength(1);
    expect(JSON.stringify(vigie.seen.slack())).toContain("Scores stay empty");
  });

  it("U-44: a second report of the same service joins the incident, and a worse one promotes it", async () => {
    await ask("report", { ...complaint, severity: "warning" });
    vigie.world.advance(60_000);
    const said = textOf(await ask("report", { ...complaint, severity: "urgent", what: "Nobody gets a score" }));
    expect(said).toMatch(/^Joined to VIG-\d+, which was open already\.$/m);
    expect(await vigie.get("/api/v1/incidents")).toMatchObject({
      incidents: [{ severity: "urgent", received: 2, sources: ["report"] }],
    });
  });

  it.each([
    ["resolve", { text: "It was a stale cache" }],
    ["close", { hold: "until-resolved" }],
  ])(
    "U-44: a report has no source that ends it: people %s it, and a later report is heard again",
    async (handler, values) => {
      await ask("report", complaint);
      await vigie.settle();
      const press = { account: ada, where: "slack", locale: "en" } as const;
      const number = Number(/VIG-(\d+)/.exec(textOf(await ask("open")))?.[1]);
      const cause = await vigie.run.chat.desk.press({ ...press, handler, incident: { number }, values });
      expect(cause).toMatchObject({ kind: "done" });
      await vigie.settle(30_000);
      expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved"]);
      vigie.world.advance(60_000);
      expect(textOf(await ask("report", complaint))).toMatch(/^VIG-\d+ is open\./);
      await vigie.settle();
      expect(vigie.seen.pages().map(({ status }) => status)).toContain("triggered");
    },
  );

  it("U-44: what lacks is asked again, with what was filled in", async () => {
    const said = await ask("report", { ...complaint, what: " " });
    expect(textOf(said)).toBe("Service, environment, how bad, and what users see are all needed.");
    expect(said.form?.fields[0]).toMatchObject({ initial: "credit-scoring" });
    expect(await vigie.get("/api/v1/incidents")).toMatchObject({ incidents: [] });
  });

  it("U-44: what users see is text, never a mention or a link", async () => {
    await ask("report", { ...complaint, what: "<!channel> see <https://evil.example|this>" });
    await vigie.settle();
    const [message] = vigie.seen.slack();
    expect(message?.text).toContain("&lt;!channel&gt; see &lt;https://evil.example|this&gt;");
    expect(JSON.stringify(message?.blocks)).not.toMatch(/"type":"broadcast"|"url":"https:..evil/);
  });

  it("U-52: who answers for a service is said in the asker's language, and why nobody is when nobody is known", async () => {
    await send("credit-scoring", "ServiceDown");
    expect(textOf(await ask("oncall credit-scoring"))).toContain("CRITICAL tells Slack #ai-alerts");
    expect(textOf(await ask("oncall credit-scoring"))).toContain("Ada Sandbox");
    const french = textOf(await ask("oncall credit-scoring", undefined, "fr"), "fr");
    expect(french).toContain("CRITIQUE prévient Slack #ai-alerts");
    expect(textOf(await ask("oncall credit-scorin"))).toContain("did you mean credit-scoring?");
    vigie.run.faults?.add({ vendor: "pagerduty", method: "oncalls", kind: "server-error", times: 10 });
    vigie.world.set(vigie.world.now() + 60 * 60_000);
    expect(textOf(await ask("oncall credit-scoring"))).toContain("PagerDuty could not be asked; look there");
  });

  it("U-46: a silence of a service covers what is open and what comes, and not what is URGENT", async () => {
    await send("credit-scoring", "ServiceDown");
    await vigie.settle();
    const said = textOf(await ask("silence credit-scoring 2h planned maintenance"));
    expect(said).toContain("credit-scoring is silent until 09:30 UTC.");
    expect(said).toContain("URGENT and security still ring.");
    await send("credit-scoring", "HighErrorRate");
    await vigie.settle();
    expect(vigie.seen.pages()).toHaveLength(1);
    await send("credit-scoring", "AllDown", "urgent");
    await vigie.settle();
    expect(vigie.seen.pages()).toHaveLength(2);
  });

  it("U-46: more than 24 h is refused, and nothing is silent", async () => {
    await send("credit-scoring", "ServiceDown");
    const said = await ask("silence credit-scoring 25h maintenance");
    expect(textOf(said)).toContain("A silence lasts 24 h at most.");
    await vigie.settle();
    expect(vigie.seen.pages()).toHaveLength(1);
  });

  it("acknowledges all that is open of a service, and says which was somebody's already", async () => {
    await send("credit-scoring", "ServiceDown");
    await send("credit-scoring", "HighErrorRate");
    await send("search", "ServiceDown");
    await vigie.settle();
    expect(textOf(await ask("ack credit-scoring"))).toBe("Acknowledged 2 incidents of credit-scoring.");
    const list = textOf(await ask("open all"));
    expect(list.match(/Ada On-Call has it/g)).toHaveLength(2);
    expect(list.match(/nobody has it yet/g)).toHaveLength(1);
    expect(textOf(await ask("open mine")).split("\n")).toHaveLength(2);
    expect(textOf(await ask("ack credit-scoring"))).toMatch(/^Acknowledged 0 incidents of credit-scoring\.\nVIG-/);
  });

  it("explains an incident by its reason, its places and its lines in the policy", async () => {
    await send("credit-scoring", "ServiceDown");
    await vigie.settle();
    const id = textOf(await ask("open")).match(/VIG-\d+/)?.[0] ?? "";
    const said = textOf(await ask(`explain ${id.toLowerCase()}`));
    expect(said).toContain("CRITICAL because label severity is “critical” (policies/default.yaml, line");
    expect(said).toMatch(/PagerDuty: on-call, from CRITICAL up \(policies\/default\.yaml, line \d+\)/);
    expect(textOf(await ask("explain VIG-99999"))).toBe("There is no incident VIG-99999.");
  });

  it("answers words that are no command with what was meant and the list, and lists the open ones where nothing is asked", async () => {
    expect(textOf(await ask("onkall"))).toContain("did you mean oncall?");
    expect(textOf(await ask(""))).toBe("Nothing is open.");
  });

  it("the same is answered over HTTP, as text", async () => {
    const answer = await fetch(`${vigie.run.origin}/api/v1/commands`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: "help" }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ lines: expect.arrayContaining(["help: this list"]), form: null });
  });

  it.each([
    ["no JSON at all", "text/plain", "help", [415]],
    ["JSON of another shape", "application/json", '{"words": "help"}', [422]],
    ["broken JSON", "application/json", "{", [400]],
    [
      "somebody else's name without the right to use it",
      "application/json",
      '{"text": "help", "person": "ada@corp.example"}',
      [403],
    ],
  ])("over HTTP %s is refused and runs nothing", async (_what, type, body, statuses) => {
    const url = `${vigie.run.origin}/api/v1/commands`;
    const answer = await fetch(url, { method: "POST", headers: { "content-type": type }, body });
    expect(statuses).toContain(answer.status);
    expect(await answer.json()).toMatchObject({ error: { code: expect.stringMatching(/./) } });
  });
});
