import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BadCursor, StoreAway } from "../../../src/store/port.ts";
import { actionSections } from "../../../src/web/action-sections.ts";
import type { Visit } from "../../../src/web/visit.ts";
import { webWordsOf } from "../../../src/words/web.ts";
import { gallery } from "../../support/gallery.ts";
import { driftView, minute, pagerduty, slack, withIncident } from "../draw/views.ts";
import { harbourViews, journal, webOver } from "./harbour.ts";

async function bodyOf(path: string, web = webOver(), headers: Record<string, string> = {}): Promise<string> {
  return (await web.request(path, { headers })).text();
}

/** The ids that a list shows, in its order. */
function idsIn(body: string): string[] {
  return [...body.matchAll(/<td class="id">(VIG-\d+)<\/td>/g)].map(([, id]) => id ?? "");
}

describe("the list", () => {
  test("shows incidents of all levels, INFO included, open ones first and among them the worst (U-03)", async () => {
    const body = await bodyOf("/");
    const ids = [12, 11, 10, 9, 8, 1, 7, 6, 5, 4, 3, 2].map((n) => `VIG-${n}`);
    expect(idsIn(body)).toEqual(ids);
    expect(body).toMatch(/credit-scoring · accuracy 1\.99 % worse/);
  });

  test("counts what is open by severity and what is over", async () => {
    const body = await bodyOf("/");
    const chips = [...body.matchAll(/<a class="chip [^>]*><b>([^<]*)<\/b> ([^<]*)<\/a>/g)].map(
      ([, n, label]) => `${n} ${label}`,
    );
    expect(chips).toEqual(["1 URGENT", "2 CRITICAL", "3 WARNING", "2 INFO", "4 Over", "12 All"]);
  });

  test.each([
    ["severity=info&phase=open", ["VIG-7", "VIG-6"]],
    ["phase=resolved", ["VIG-5", "VIG-4"]],
    ["phase=over", ["VIG-5", "VIG-4", "VIG-3", "VIG-2"]],
    ["severity=urgent", ["VIG-12", "VIG-5"]],
    [
      "severity=nonsense",
      ["VIG-12", "VIG-11", "VIG-10", "VIG-9", "VIG-8", "VIG-1", "VIG-7", "VIG-6", "VIG-5", "VIG-4", "VIG-3", "VIG-2"],
    ],
  ])("filters by ?%s", async (query, ids) => {
    expect(idsIn(await bodyOf(`/?${query}`))).toEqual(ids);
  });

  test("says so when a page did not reach anybody", async () => {
    const body = await bodyOf("/");
    expect(body.match(/<strong class="alarm">NOT PAGED<\/strong>/g)).toHaveLength(1);
  });

  test("leads on to older ones by the store's cursor and back", async () => {
    const many = Array.from({ length: 250 }, (_, at) => ({
      ...withIncident(driftView, { uid: String(at) }),
      number: 1_000 - at,
    }));
    const web = webOver({}, many);
    const first = await bodyOf("/?severity=urgent&lang=en", web);
    expect(idsIn(first)).toHaveLength(100);
    const older = /<a href="([^"]*)">Older →/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(older).toBe("/?lang=en&severity=urgent&cursor=100");
    expect(idsIn(await bodyOf(older, web))[0]).toBe("VIG-900");
    expect(await bodyOf(older, web)).toMatch(/← Newest/);
    expect(await bodyOf("/?cursor=200", web)).not.toMatch(/Older →/);
  });

  test("a rare filter searches on behind pages that hold nothing of it", async () => {
    const many = Array.from({ length: 250 }, (_, at) => ({
      ...withIncident(driftView, { uid: String(at), severity: at === 240 ? "info" : "urgent" }),
      number: 1_000 - at,
    }));
    expect(idsIn(await bodyOf("/?severity=info", webOver({}, many)))).toEqual(["VIG-760"]);
  });

  test("is calm when there is nothing", async () => {
    expect(await bodyOf("/", webOver({}, []))).toMatch(/No incident yet\./);
    expect(await bodyOf("/?severity=urgent&lang=fr", webOver({}, []))).toMatch(
      /Aucun incident ne correspond à ce filtre\./,
    );
    expect(await bodyOf("/", webOver({}, harbourViews.slice(7, 8)))).toMatch(/Nothing is open\./);
  });

  test("refreshes itself only when asked to", async () => {
    expect(await bodyOf("/")).not.toMatch(/http-equiv="refresh"/);
    expect(await bodyOf("/?refresh=on")).toMatch(/<meta http-equiv="refresh" content="30">/);
  });
});

describe("one incident", () => {
  test("shows its card, why it is so bad, and the place in the policy", async () => {
    const body = await bodyOf("/incidents/VIG-12");
    expect(body).toMatch(
      /<h1><strong>🔴 URGENT · production \(assumed\) · credit-scoring · accuracy 10\.9 % worse<\/strong> \[notified\]<\/h1>/,
    );
    expect(body).toMatch(/<h2>Why URGENT<\/h2>\s*<p>accuracy is 10\.9 % below its baseline, band &gt; 10%\.<\/p>/);
    expect(body).toMatch(/policies\/default\.yaml, line 23 · Policy abcdef012345/);
  });

  test("says who was told what, when, and by which rule", async () => {
    const rows = [...(await bodyOf("/incidents/VIG-12")).matchAll(/<tr class="is-[\s\S]*?<\/tr>/g)].map(([row]) =>
      row
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ")
        .trim(),
    );
    expect(rows).toEqual([
      "Slack #ai-alerts told 09:01 09:02 chat, from WARNING up policies/default.yaml, line 41",
      "Jira OPS retrying · rate limited – – ticket, from WARNING up policies/default.yaml, line 41",
      "PagerDuty not told · it refuses the key – – on-call, from CRITICAL up policies/default.yaml, line 41",
    ]);
  });

  test("a message that was edited has its last news then, though no entry says so", async () => {
    const web = webOver({ lastToldAt: async () => new Map([[slack.id, minute(17)]]) });
    expect(await bodyOf("/incidents/VIG-12", web)).toMatch(/data-label="Last news"><time datetime="[^"]*T09:17:00/);
  });

  test("says of a destination whose hours never begin that they do not (behaviour 9)", async () => {
    const standing = { [pagerduty.id]: { state: "waiting", opensAt: Number.POSITIVE_INFINITY } } as const;
    const web = webOver({}, [{ ...withIncident(driftView, { uid: "1", owed: [pagerduty], standing }), number: 1 }]);
    expect(await bodyOf("/incidents/VIG-1?lang=en", web)).toContain("its hours never begin");
    expect(await bodyOf("/incidents/VIG-1?lang=fr", web)).toContain("ses horaires ne commencent jamais");
  });

  test("says whose on-call it is, and until when it waits for its hours (behaviour 9)", async () => {
    const owed = [{ ...pagerduty, team: "ml" }];
    const standing = { [pagerduty.id]: { state: "waiting", opensAt: minute(24 * 60) } } as const;
    const web = webOver({}, [{ ...withIncident(driftView, { uid: "1", owed, standing }), number: 1 }]);
    const row = async (lang: string) =>
      /<tr class="is-[\s\S]*?<\/tr>/
        .exec(await bodyOf(`/incidents/VIG-1?lang=${lang}`, web))?.[0]
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ");
    expect(await row("en")).toContain("PagerDuty waits until 21 Nov, 09:00 – – on-call of ml, from CRITICAL up");
    expect(await row("fr")).toContain("attend jusqu’au 21 nov., 09:00 – – on-call de ml, dès CRITIQUE");
  });

  test("an alert that is over was as bad as it was, and ended when it was last heard of", async () => {
    const rows = [...(await bodyOf("/incidents/VIG-11")).matchAll(/<tr class="resolved">[\s\S]*?<\/tr>/g)];
    const [, severity, until] =
      /class="sev"><span>(.*?)<[\s\S]*data-label="Until"><time datetime="(.*?)"/.exec(rows[0]?.[0] ?? "") ?? [];
    expect([severity, until]).toEqual(["was CRITICAL", "2026-11-20T09:00:00.000Z"]);
  });

  test("says that an INFO incident tells nobody (C-16)", async () => {
    expect(await bodyOf("/incidents/VIG-7")).toMatch(/Nobody: the policy tells nobody of it\./);
  });

  test("marks a deadline that has passed, none once it is over", async () => {
    expect((await bodyOf("/incidents/VIG-12")).match(/<li class="late">/g)).toHaveLength(1);
    expect(await bodyOf("/incidents/VIG-5")).not.toMatch(/class="late"/);
  });

  test("shows the journal newest first, each entry as a sentence with its raw data, and that its chain holds", async () => {
    const body = await bodyOf("/incidents/VIG-12");
    const seqs = [...body.matchAll(/<span class="seq">(\d+)<\/span>/g)].map(([, seq]) => Number(seq));
    expect(seqs).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(body).toMatch(/✓ Chain verified over 11 entries/);
    expect(body).toMatch(/<details><summary>raw<\/summary><pre>\{\s+&quot;kind&quot;: &quot;foreseen&quot;/);
  });

  test.each([
    ["a changed byte", 4, () => journal.map((entry) => (entry.seq === 4 ? { ...entry, actor: "somebody" } : entry))],
    ["a missing end", 11, () => journal.slice(0, 9)],
  ])("says where the chain breaks: %s", async (_what, seq, entries) => {
    const store = { ...storeOf(), journal: async (_: unknown, after: number) => (after === 0 ? entries() : []) };
    expect(await bodyOf("/incidents/VIG-12", webOver({ store }))).toMatch(
      new RegExp(`✗ Chain broken at entry ${seq}:`),
    );
  });

  test("a long journal shows its last 200 entries and the way to all", async () => {
    const long = Array.from({ length: 450 }, (_, at) => ({
      ...journal[0],
      seq: at + 1,
      at: minute(1),
      actor: "vigie",
      kind: "closed",
      data: {},
      prevHash: "",
      hash: "",
    }));
    const store = {
      ...storeOf(),
      journal: async (_: unknown, after: number, limit: number) => long.slice(after, after + limit),
    };
    const body = await bodyOf("/incidents/VIG-12", webOver({ store }));
    expect(body.match(/<span class="seq">/g)).toHaveLength(200);
    expect(body).toMatch(
      /The last 200 of 450 entries\. <a href="\/incidents\/VIG-12\?journal=all#journal">Show all<\/a>/,
    );
    const all = await bodyOf("/incidents/VIG-12?journal=all", webOver({ store }));
    expect(all.match(/<span class="seq">/g)).toHaveLength(450);
  });

  test("times name their zone and machines can read them", async () => {
    const body = await bodyOf("/incidents/VIG-12");
    expect(body).toMatch(
      /<span>All times UTC · <\/span><time datetime="2026-11-20T09:20:00.000Z">as of 09:20 UTC<\/time>/,
    );
    expect(body).toMatch(/<time datetime="2026-11-20T09:16:00.000Z" title="2026-11-20T09:16:00.000Z">09:16<\/time>/);
  });
});

function storeOf() {
  const stored = {
    incident: withIncident(driftView, { seq: 11, head: journal.at(-1)?.hash ?? "" }).incident,
    number: 12,
    received: 1,
    lastReceivedAt: 0,
  };
  return {
    list: async () => ({ incidents: [stored], next: null }),
    find: async () => stored,
    journal: async () => journal,
    alerts: async () => [],
  };
}

describe("what changed before an incident, and what is done about it", () => {
  test("stands on its page: changes, what could be done with every condition, each step of what was", async () => {
    const view = gallery("en").find(({ name }) => name === "rollback failed: half-way")?.view;
    const asked = gallery("en").find(({ name }) => name === "proposed: no change before it")?.view;
    if (!view || !asked) throw new Error("the gallery lacks a state");
    const visit: Visit = { locale: "en", words: webWordsOf("en"), query: {}, path: "/", now: view.lastReceivedAt };
    const page = String(await actionSections(visit, view.incident));
    expect(page).toContain("What changed before it");
    expect(page).toContain('<a href="https://mlflow.example.com/m/credit" rel="noreferrer">');
    expect(page).toMatch(/<strong>Rollback failed<\/strong>/);
    expect(page).toMatch(/move alias champion from v8 to v7 on credit <span class="note">done/);
    expect(page).toMatch(/Could not restart deployment\/credit-scoring in ml: permission denied/);
    const proposed = String(await actionSections(visit, asked.incident));
    expect(proposed).toMatch(/class="fails">✗ No change of the model before it/);
    expect(proposed).toMatch(/class="holds">✓ The champion was measured/);
    expect(proposed).toMatch(/suggested by the policy/);
  });
});

describe("what comes from outside is data", () => {
  test("a service named like a script, and a summary of markup, are text", async () => {
    for (const path of ["/", "/incidents/VIG-1"]) {
      const body = await bodyOf(path);
      expect(body).toMatch(/&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
      expect(body).not.toMatch(/<script/i);
    }
    expect(await bodyOf("/incidents/VIG-1")).toMatch(
      /&lt;!channel&gt; &quot;quoted&quot; &amp; &lt;b&gt;bold&lt;\/b&gt;/,
    );
  });

  test("so is what a visitor writes into the address", async () => {
    const body = await bodyOf('/?lang=fr&severity="><script>x</script>&cursor=0&refresh="><script>');
    expect(body).not.toMatch(/<script/i);
    expect(await bodyOf("/incidents/%3Cscript%3E")).not.toMatch(/<script>/i);
  });

  test("the browser may load and run nothing but the page's own style sheet", async () => {
    const answer = await webOver().request("/");
    const css = /<style>([\s\S]*?)<\/style>/.exec(await answer.text())?.[1] ?? "";
    const hash = createHash("sha256").update(css).digest("base64");
    expect(answer.headers.get("content-security-policy")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    );
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

describe("the language", () => {
  test.each([
    ["the reader's choice wins", "/?lang=fr", "en", "fr"],
    ["else the browser's best among ours", "/", "de, fr-CH;q=0.9, en;q=0.4", "fr"],
    ["a language refused with q=0 is not taken", "/", "fr;q=0, en;q=0.1", "en"],
    ["else the installation's", "/", "de", "en"],
    ["a language that nobody speaks here changes nothing", "/?lang=xx", "fr", "fr"],
  ])("%s", async (_sentence, path, accepted, expected) => {
    expect(await bodyOf(path, webOver(), { "accept-language": accepted })).toMatch(
      new RegExp(`<html lang="${expected}">`),
    );
  });

  test("a choice stays in the links, and the other language is one click away", async () => {
    const body = await bodyOf("/incidents/VIG-12?lang=fr");
    expect(body).toMatch(/<a href="\/\?lang=fr">← Tous les incidents<\/a>/);
    expect(body).toMatch(/<a href="\/incidents\/VIG-12\?lang=en" lang="en" hreflang="en">EN<\/a>/);
  });
});

describe("the sandbox", () => {
  test("is said loudly on every page with the vendors that it stands in for (protocol 12.1)", async () => {
    for (const path of ["/", "/incidents/VIG-12", "/incidents/VIG-404"]) {
      expect(await bodyOf(path)).toMatch(
        /class="sandbox" role="status">SANDBOX: Slack, Teams, PagerDuty and Jira are stand-ins/,
      );
    }
  });

  test("is not mentioned when everything is real", async () => {
    expect(await bodyOf("/", webOver({ sandbox: false, sandboxedVendors: [] }))).not.toMatch(/SANDBOX/);
  });
});

describe("when there is nothing to show", () => {
  test.each(["/incidents/VIG-404", "/incidents/404", "/incidents/VIG-0", "/incidents/VIG-99999999999999999999"])(
    "%s is 404, in words",
    async (path) => {
      const answer = await webOver().request(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toMatch(/<h1>There is no such incident<\/h1>/);
    },
  );

  test("a store that is away is 503, in words, with a time to come back", async () => {
    const away = async () => Promise.reject(new StoreAway("gone"));
    const web = webOver({ store: { list: away, find: away, journal: away, alerts: away } });
    for (const path of ["/", "/incidents/VIG-1"]) {
      const answer = await web.request(`${path}?lang=fr`);
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await answer.text()).toMatch(/<h1>Le stockage est injoignable<\/h1>/);
    }
  });

  test("a cursor that no list gave out is 400, in words", async () => {
    const list = async () => Promise.reject(new BadCursor("no"));
    const answer = await webOver({ store: { ...storeOf(), list } }).request("/?cursor=x");
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/no longer holds/);
  });

  test("a bug is not excused here: whoever mounts the dashboard sees it", async () => {
    const web = webOver({ viewOf: async () => Promise.reject(new Error("bug")) });
    web.onError((error, c) => c.text(`seen: ${error.message}`, 500));
    const answer = await web.request("/incidents/VIG-12");
    expect([answer.status, await answer.text()]).toEqual([500, "seen: bug"]);
  });
});
