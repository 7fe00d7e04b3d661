import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { createInTheirName } from "../../../src/receivers/pagerduty/in-their-name.ts";
import { createPagerDutyRest } from "../../../src/receivers/pagerduty/rest.ts";
import { nine } from "./sample-view.ts";
import { type Seen, startVendor, type Vendor } from "./vendor.ts";

let vendor: Vendor | undefined;
afterEach(async () => {
  await vendor?.stop();
  vendor = undefined;
});

const now = () => nine;
async function restTo(answer: (seen: Seen, response: ServerResponse) => void) {
  vendor = await startVendor(answer);
  return createPagerDutyRest({ apiUrl: vendor.url, token: "t0p-secret", now });
}
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_: Seen, response: ServerResponse) =>
    void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

const incident = { id: "P1", status: "triggered", incident_key: "vigie:1", assignments: [], acknowledgements: [] };
const ada = { id: "PADA", name: "Ada", email: "Ada@corp.example" };

describe("a call of PagerDuty's REST API", () => {
  it("is one request with the token, asks for all times, and is read", async () => {
    const rest = await restTo(json(200, { incidents: [incident], more: false }));
    const answer = await rest.incidents({ key: "vigie:1", statuses: ["triggered", "acknowledged"] });
    expect(answer).toMatchObject({ kind: "ok", value: { incidents: [{ id: "P1" }], more: false } });
    expect(vendor?.seen).toHaveLength(1);
    const [seen] = vendor?.seen ?? [];
    expect(seen?.headers.authorization).toBe("Token token=t0p-secret");
    const query = new URL(seen?.path ?? "", "http://x").searchParams;
    expect(query.getAll("statuses[]")).toEqual(["triggered", "acknowledged"]);
    expect([query.get("incident_key"), query.get("date_range")]).toEqual(["vigie:1", "all"]);
  });

  it("writes in the name of an account", async () => {
    const rest = await restTo(json(200, { incident }));
    await rest.change("P1", { escalationLevel: 2 }, { from: "ada@corp.example" });
    expect(vendor?.seen[0]).toMatchObject({ method: "PUT", path: "/incidents/P1" });
    expect(vendor?.seen[0]?.headers.from).toBe("ada@corp.example");
    expect(JSON.parse(vendor?.seen[0]?.body ?? "")).toMatchObject({ incident: { escalation_level: 2 } });
  });

  it("is not repeated when PagerDuty asks to be spared, and says for how long", async () => {
    const rest = await restTo(json(429, { error: { message: "Rate Limit Exceeded" } }, { "retry-after": "7" }));
    expect(await rest.notes("P1")).toEqual({ kind: "retry", reason: "rate-limited", maybe: false, afterMs: 7_000 });
    expect(vendor?.seen).toHaveLength(1);
  });

  it.each([
    { status: 401, reason: "unauthorized" },
    { status: 404, reason: "not-found" },
    { status: 400, reason: "bad-request" },
  ])("a $status is final, told in PagerDuty's words without the token", async ({ status, reason }) => {
    const rest = await restTo(json(status, { error: { message: "No", errors: ["t0p-secret is no good"] } }));
    expect(await rest.user("PADA")).toEqual({ kind: "refused", reason, detail: "No: … is no good" });
  });

  it("an answer of another shape is no success", async () => {
    const rest = await restTo(json(200, { incidents: "many" }));
    expect(await rest.incidents({})).toMatchObject({ kind: "retry", reason: "bad-answer" });
  });

  it("ends with its caller's signal", async () => {
    const rest = await restTo(() => {});
    expect(await rest.users("ada", AbortSignal.timeout(20))).toMatchObject({ kind: "retry", reason: "time-out" });
  });

  it("makes no path of an id", async () => {
    const rest = await restTo(json(404, {}));
    await rest.incident("../users?x=1");
    expect(vendor?.seen[0]?.path).toBe("/incidents/..%2Fusers%3Fx%3D1");
  });
});

describe("what is done in somebody's own name", () => {
  const tools = async (status = "triggered") => {
    const rest = await restTo((seen, response) => {
      if (seen.path.startsWith("/users")) return json(200, { users: [ada], more: false })(seen, response);
      if (seen.method === "PUT") return json(200, { incident })(seen, response);
      return json(200, { incidents: [{ ...incident, status }], more: false })(seen, response);
    });
    return createInTheirName({ rest, now, from: "vigie@corp.example" });
  };
  const signal = AbortSignal.timeout(10_000);

  it("is acknowledged by the account of their e-mail, which is asked for once", async () => {
    const inTheirName = await tools();
    expect(await inTheirName.acknowledge("vigie:1", "person:ada@corp.example", signal)).toBe(true);
    expect(await inTheirName.acknowledge("vigie:1", "api:bridge for ada@corp.example", signal)).toBe(true);
    const paths = vendor?.seen.map(({ method, path }) => `${method} ${path.split("?")[0]}`);
    expect(paths).toEqual(["GET /users", "GET /incidents", "PUT /incidents/P1", "GET /incidents", "PUT /incidents/P1"]);
    expect(vendor?.seen[2]?.headers.from).toBe("ada@corp.example");
  });

  it("is left to an event where they have no account, or no e-mail is known", async () => {
    const inTheirName = await tools();
    expect(await inTheirName.acknowledge("vigie:1", "person:eve@corp.example", signal)).toBe(false);
    expect(await inTheirName.acknowledge("vigie:1", "person:slack:U1", signal)).toBe(false);
    expect(vendor?.seen.filter(({ method }) => method === "PUT")).toEqual([]);
    expect(await inTheirName.emailFor("person:slack:U1", signal)).toBe("vigie@corp.example");
    expect(await inTheirName.emailFor("person:ada@corp.example", signal)).toBe("ada@corp.example");
  });

  it("changes nothing that is acknowledged there already", async () => {
    const inTheirName = await tools("acknowledged");
    expect(await inTheirName.acknowledge("vigie:1", "person:ada@corp.example", signal)).toBe(true);
    expect(vendor?.seen.filter(({ method }) => method === "PUT")).toEqual([]);
  });
});
