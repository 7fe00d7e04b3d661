import { describe, expect, test } from "vitest";
import { chain, genesis } from "../../../src/incident/journal.ts";
import { jira, minute, pagerduty, podsView, slack, withIncident } from "../draw/views.ts";
import { webOver } from "./harbour.ts";

const { journal, view } = inShadow();

/** One incident in shadow, and what its journal says. */
function inShadow() {
  const silent = { owed: [], standing: {}, deadlines: [], pageNo: 0 };
  const team = { id: "ml-ai" };
  const view = withIncident(
    { ...podsView, number: 7 },
    { ...silent, shadow: [slack, jira, { ...pagerduty, team: "ml-ai" }], team, uid: "7" },
  );
  const page = (at: number, when: string, would: readonly object[], wakes: boolean) => ({
    at,
    actor: "vigie",
    kind: "shadowed",
    data: { would: [...would], page: wakes, when },
  });
  const journal = chain({ seq: 0, head: genesis }, [
    page(minute(1), "opened", [slack, jira], false),
    page(minute(5), "promoted", [slack, jira, pagerduty], true),
    page(minute(9), "foreseen by a later version", [slack], false),
    page(minute(15), "ended", [slack, jira, pagerduty], false),
  ]);
  return { view, journal };
}

function web(over = view) {
  const { incident, number, received, lastReceivedAt } = over;
  const stored = { incident, number, received, lastReceivedAt };
  return webOver({
    store: {
      list: async () => ({ incidents: [stored], next: null }),
      find: async () => stored,
      journal: async () => journal,
      alerts: async () => [],
    },
  });
}

async function text(path: string, over = view): Promise<string> {
  const body = await (await web(over).request(path)).text();
  return body
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/[\s\u00a0]+/g, " ");
}

describe("the page that compares shadow with what was told (behaviour 9)", () => {
  test("says when whom it would have told, and that it would have woken somebody, beside what was told", async () => {
    const body = await text("/shadow?lang=en");
    expect(body).toContain("09:01 opened: Slack #ai-alerts, Jira OPS");
    expect(body).toContain("09:05 promoted: Slack #ai-alerts, Jira OPS, PagerDuty would have paged");
    expect(body).toContain("09:15 ended: Slack #ai-alerts, Jira OPS, PagerDuty nobody VIG-7");
    expect(body).not.toContain("later version");
  });

  test("adds up by destination: incidents, moments, pages, and incidents it was told of", async () => {
    const body = await text("/shadow?lang=en");
    expect(body).toContain("Slack #ai-alerts – 1 3 0 0");
    expect(body).toContain("PagerDuty – 1 2 1 0");
  });

  test("says who was told and what was adopted", async () => {
    const told = withIncident(view, {
      owed: [slack],
      standing: { [slack.id]: { state: "told", firstToldAt: minute(8) } },
      adopted: { severity: "critical", at: minute(6) },
    });
    const body = await text("/shadow?lang=en", told);
    expect(body).toContain("09:06 adopted 09:08 Slack #ai-alerts");
    expect(body).toContain("Slack #ai-alerts – 1 3 0 1");
  });

  test("is there in French", async () => {
    expect(await text("/shadow?lang=fr")).toContain(
      "09:05 hausse de niveau : Slack #ai-alerts, Jira OPS, PagerDuty aurait appelé l’astreinte",
    );
  });

  test("the incident itself says whom it would have told, and leads there", async () => {
    const body = await text("/incidents/VIG-7?lang=en");
    expect(body).toContain("Nobody: in shadow. Would have told: Slack #ai-alerts, Jira OPS, PagerDuty. Compare");
    expect(await (await web().request("/incidents/VIG-7?lang=fr")).text()).toContain(
      '<a href="/shadow?lang=fr">Comparer</a>',
    );
  });

  test("where no team's on-call would have been woken, the list claims none", async () => {
    const incident = { ...view.incident, shadow: [pagerduty] };
    const list = await (await web({ ...view, incident }).request("/?lang=en")).text();
    expect(list).toContain("in shadow: would have paged somebody</a>");
  });

  test("says so when nothing is in shadow", async () => {
    const { shadow: _shadow, ...incident } = view.incident;
    expect(await text("/shadow?lang=en", { ...view, incident })).toContain("Nothing is in shadow.");
  });

  test("the list says whom it would have paged, and leads there", async () => {
    const body = await (await web().request("/?lang=en")).text();
    expect(body).toContain('<a class="note" href="/shadow?lang=en">in shadow: would have paged ml-ai</a>');
  });
});
