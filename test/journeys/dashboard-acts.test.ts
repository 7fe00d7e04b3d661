import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alertBody } from "../support/samples.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { freshStore, storeKinds, storeMissing } from "./stores.ts";

describe.each(storeKinds)("what people do in the dashboard, on %s", (kind) => {
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

  /** Opens the incident of one alert and answers its page's address. */
  const open = async (name = "ServiceDown"): Promise<string> => {
    expect((await vigie.post("alertmanager", alertBody([{ name }], vigie.world.now()))).status).toBe(200);
    await vigie.settle();
    const list = await (await fetch(`${vigie.run.origin}/`)).text();
    return /href="(\/incidents\/VIG-\d+)"/.exec(list)?.[1] ?? "";
  };
  const show = async (path: string) => (await fetch(`${vigie.run.origin}${path}`)).text();
  const send = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${vigie.run.origin}${path}`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: vigie.run.origin, "sec-fetch-site": "same-origin", ...headers },
      body: new URLSearchParams(fields),
    });
    return { status: answer.status, to: answer.headers.get("location"), body: await answer.text() };
  };
  const versionIn = (page: string) => /name="version" value="(\d+)"/.exec(page)?.[1] ?? "";

  it("a button without a form is one press: done, said in words of ours, and seen in the chat", async () => {
    const at = await open();
    const page = await show(at);
    expect(page).toContain(`action="${at}/actions/acknowledge"`);
    const pressed = await send(`${at}/actions/acknowledge`, { version: versionIn(page) });
    expect(pressed).toMatchObject({ status: 303, to: `${at}?done=acknowledge` });
    const after = await show(pressed.to ?? "");
    expect(after).toMatch(/<p class="notice" role="status">Acknowledged\. VIG-\d+ is yours\.<\/p>/);
    expect(after).toMatch(/<b>Acknowledged by<\/b> <span>local/);
    await vigie.settle();
    expect(JSON.stringify(vigie.seen.slack())).toContain("Acknowledged by local");
  });

  it("a form whose page is asked for again, as by a change of the language, leads back to its incident", async () => {
    const at = await open();
    const again = await fetch(`${vigie.run.origin}${at}/actions/note?lang=fr`, { redirect: "manual" });
    expect([again.status, again.headers.get("location")]).toEqual([303, `${at}?lang=fr`]);
  });

  it("U-10: a form asks on a page of its own, says beside a field what is wrong with it, and keeps what was typed", async () => {
    const at = await open();
    const version = versionIn(await show(at));
    const form = await send(`${at}/actions/note`, { version });
    expect(form.status).toBe(200);
    expect(form.body).toMatch(/<label for="f\.text">/);
    const empty = await send(`${at}/actions/note`, { version, step: "form", "f.text": " " });
    expect(empty.status).toBe(422);
    expect(empty.body).toMatch(/aria-invalid="true"[\s\S]*<p class="fault" id="f\.text\.fault">/);
    const done = await send(`${at}/actions/note`, { version, step: "form", "f.text": "<b>seen</b> in the logs" });
    expect(done).toMatchObject({ status: 303, to: `${at}?done=note` });
    expect(await show(at)).toContain("&lt;b&gt;seen&lt;/b&gt; in the logs");
  });

  it("protocol 12.5: a press of somebody who had read less is not done, and they are told who did what", async () => {
    const at = await open();
    const version = versionIn(await show(at));
    const [, number] = /VIG-(\d+)/.exec(at) ?? [];
    const ada = { vendor: "slack", id: "U0ONCALL01", email: "ada@corp.example", name: "Ada On-Call" } as const;
    const first = await vigie.run.chat.desk.press({
      handler: "acknowledge",
      incident: { number: Number(number) },
      account: ada,
      where: "slack",
      locale: "en",
    });
    expect(first.kind).toBe("done");
    const late = await send(`${at}/actions/acknowledge`, { version });
    expect([403, 409]).toContain(late.status);
    const [, notice] = /<p class="notice refused" role="alert">([^<]*)</.exec(late.body) ?? [];
    expect(notice).toContain("Ada On-Call");
  });

  it("protocol 12.3: a page of another site presses nothing, and neither does anything but a form", async () => {
    const at = await open();
    const version = versionIn(await show(at));
    const foreign = await send(`${at}/actions/acknowledge`, { version }, { origin: "https://evil.example" });
    expect(foreign).toMatchObject({ status: 403, body: expect.stringContaining("foreign-origin") });
    const crossSite = await send(`${at}/actions/acknowledge`, { version }, { "sec-fetch-site": "cross-site" });
    expect(crossSite).toMatchObject({ status: 403, body: expect.stringContaining("foreign-origin") });
    const json = await fetch(`${vigie.run.origin}${at}/actions/acknowledge`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "version=1",
    });
    expect([json.status, await json.text()]).toEqual([415, expect.stringContaining("not-a-form")]);
    expect(await show(at)).not.toContain("Acknowledged by");
  });

  it("U-44: an incident is reported on a page, with the messages to send", async () => {
    const asked = await show("/report?lang=fr");
    expect(asked).toContain("Signaler un incident");
    const fields = { "f.service": "search", "f.environment": "production", "f.severity": "warning" };
    const lacking = await send("/report", { step: "form", ...fields, "f.what": "" });
    expect(lacking.status).toBe(422);
    expect(lacking.body).toContain('role="alert"');
    const done = await send("/report", { step: "form", ...fields, "f.what": "No results" });
    expect(done.status).toBe(200);
    expect(done.body).toMatch(/VIG-\d+ is open\./);
    expect(done.body).toContain("Impact: No results.");
    const [, id] = /(VIG-\d+) is open\./.exec(done.body) ?? [];
    expect(done.body).toContain(`<a href="/incidents/${id}">${id}</a>`);
  });

  it("acknowledges all of a service from the list", async () => {
    await open("ServiceDown");
    await open("HighErrorRate");
    expect(await show("/")).toContain("<option>credit-scoring</option>");
    const done = await send("/acknowledge", { service: "credit-scoring" });
    expect(done.body).toContain("Acknowledged 2 incidents of credit-scoring.");
  });
});
