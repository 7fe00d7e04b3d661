import { describe, expect, it } from "vitest";
import { driftView, minute, storyOf, withIncident } from "../draw/views.ts";
import { openSlack } from "./sandbox.ts";

const promoted = {
  kind: "severity",
  at: minute(3),
  data: { from: "critical", to: "urgent", reason: { kind: "own" }, fingerprint: "f" },
};

describe("the picture of the sandbox's Slack", () => {
  it("shows the card beside its stripe, the times, the thread, and what was sent to the channel too", async () => {
    const world = await openSlack();
    const binding = await world.tell(withIncident(driftView, { seq: 0 }));
    await world.tell({ ...withIncident(driftView, { seq: 1 }), story: storyOf(promoted) }, binding);
    const picture = String(await world.standIn.picture());
    expect(picture).toContain("# ai-alerts");
    expect(picture).toContain('class="bar" style="border-color:#d72b3f"');
    expect(picture).toMatch(/<time datetime="2026-11-20T09:16:00.000Z">09:16<\/time>/);
    expect(picture).toContain('<a href="https://grafana.example.com/d/credit"');
    expect(picture.match(/replied to a thread/g)).toHaveLength(1);
    expect(picture.match(/<article/g)).toHaveLength(3);
  });

  it("draws Slack's own markup where text is markup", async () => {
    const world = await openSlack();
    const text =
      "*bold* _it_ `code` <https://x.example/a?b=1&amp;c=2|link> <!here> <!date^1795165200^{date} {time}|x> 2 &lt; 3";
    await world.ask("chat.postMessage", { channel: "#ai-alerts", text });
    const picture = String(await world.standIn.picture());
    expect(picture).toContain("<b>bold</b> <i>it</i> <code>code</code>");
    expect(picture).toContain('<a href="https://x.example/a?b=1&amp;c=2" rel="noopener noreferrer">link</a>');
    expect(picture).toContain("<mark>@here</mark>");
    expect(picture).toContain(">2026-11-20 09:00</time>");
    expect(picture).toContain("2 &lt; 3");
  });

  it("escapes whatever was posted", async () => {
    const world = await openSlack({ openDoors: true });
    const evil = '"><script>alert(1)</script>';
    const section = {
      type: "section",
      text: { type: "mrkdwn", text: `${evil} <javascript:alert(1)|x> <https://x.example/${evil}|y>` },
    };
    const context = { type: "context", elements: [{ type: "plain_text", text: evil }] };
    const sent = [
      { text: evil },
      { text: "x", blocks: [section, context] },
      { text: "x", attachments: [{ color: `red" onload="x`, text: evil }] },
    ];
    for (const message of sent)
      expect(await world.ask("chat.postMessage", { channel: "#ai-alerts", ...message })).toMatchObject({ ok: true });
    const picture = String(await world.standIn.picture());
    expect(picture).not.toMatch(/<script|onload="|href="javascript/);
    expect(picture).toContain("&lt;script&gt;");
  });

  it("says when nothing was posted", async () => {
    const world = await openSlack();
    expect(String(await world.standIn.picture())).toContain("no messages yet");
  });
});
