import { afterEach, describe, expect, it } from "vitest";
import { createPagerDutyDetails } from "../../../src/receivers/pagerduty/details.ts";
import { createInTheirName } from "../../../src/receivers/pagerduty/in-their-name.ts";
import { createPagerDutyRest } from "../../../src/receivers/pagerduty/rest.ts";
import { sampleDestination as destination } from "./sample-destination.ts";
import { nine, sampleView } from "./sample-view.ts";
import { startVendor, type Vendor } from "./vendor.ts";

const incident = { id: "P2", status: "triggered", assignments: [], acknowledgements: [] };

let vendor: Vendor | undefined;
afterEach(async () => {
  await vendor?.stop();
  vendor = undefined;
});

describe("the details of a page that was asked for anew", () => {
  it("begin at the pager's first level, so that its first escalation raises it again (behaviour 5)", async () => {
    vendor = await startVendor((_seen, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ incidents: [incident], more: false }));
    });
    const now = () => nine;
    const rest = createPagerDutyRest({ apiUrl: vendor.url, token: "t0p-secret", now });
    const receiver = createPagerDutyDetails({
      byRest: { rest, inTheirName: createInTheirName({ rest, now }) },
      eventsUrl: vendor.url,
      now,
    });
    const standing = { [destination.id]: { state: "told", pageNo: 2, pagedAt: nine } } as const;
    const again = sampleView({
      pageNo: 2,
      pageEnded: 1,
      standing,
      owed: [{ ...destination, told: "on-call", at: "critical" }],
    });
    const before = { id: "P1", pageNo: 1, told: 1, asked: 1, steps: 1, before: 0 };
    const look = receiver.next(again, before, destination);
    if (!look) throw new Error("no look");
    const signal = AbortSignal.timeout(10_000);
    const context = { view: again, destination, binding: before, step: look, attemptId: "a1", signal };
    const found = await receiver.write(context);
    expect(found).toMatchObject({ kind: "sent", binding: { id: "P2", pageNo: 2 } });
    // A step of the policy's ladder that asked for this page raises nothing; the next one does.
    const asked = { ...again, incident: { ...again.incident, pageAskedAt: nine, escalation: { steps: 1, at: nine } } };
    const led = await receiver.write({ ...context, view: asked });
    const ledTo = led.kind === "sent" ? led.binding : null;
    expect(receiver.next(asked, ledTo, destination)).toBeNull();
    const further = { ...asked, incident: { ...asked.incident, escalation: { steps: 2, at: nine + 1 } } };
    expect(receiver.next(further, ledTo, destination)?.act).toEqual({ kind: "escalate", steps: 2, level: 2 });
    const escalated = { ...again, incident: { ...again.incident, escalation: { steps: 1, at: nine } } };
    const binding = found.kind === "sent" ? found.binding : null;
    expect(receiver.next(escalated, binding, destination)?.act).toEqual({ kind: "escalate", steps: 1, level: 2 });
  });
});
