import { describe, expect, it } from "vitest";
import { ask } from "../../../src/cli/ask.ts";
import { runCommand } from "./run-command.ts";

const said =
  (body: unknown, status = 200): typeof fetch =>
  async () =>
    Response.json(body, { status });

describe("vigie ask", () => {
  it("sends the words to the service of this environment, with its token, and prints the answer", async () => {
    let sent: { url: string; body: unknown; authorization: string | null } | undefined;
    const service: typeof fetch = async (url, init) => {
      const headers = new Headers(init?.headers);
      sent = { url: String(url), body: JSON.parse(String(init?.body)), authorization: headers.get("authorization") };
      return Response.json({ lines: ["Ada until 18:00 UTC"], form: null });
    };
    const env = { PORT: "8099", VIGIE_API_TOKEN: "cli:a-token" };
    const { code, out } = await runCommand(ask, ["oncall", "credit-scoring"], { env, fetch: service });
    expect([code, out]).toEqual([0, "Ada until 18:00 UTC\n"]);
    expect(sent).toEqual({
      url: "http://127.0.0.1:8099/api/v1/commands",
      body: { text: "oncall credit-scoring", locale: "en" },
      authorization: "Bearer a-token",
    });
  });

  it("names the fields that a form asks for, and exits with 3", async () => {
    const form = {
      title: "Report",
      note: null,
      fields: [
        { id: "service", kind: "text", label: "Service", required: true },
        {
          ...{ id: "severity", kind: "choice", label: "How bad", required: true },
          options: [
            { value: "urgent", text: "URGENT" },
            { value: "critical", text: "CRITICAL" },
          ],
        },
      ],
    };
    const { code, out } = await runCommand(ask, ["report"], { fetch: said({ lines: [], form }) });
    expect(code).toBe(3);
    expect(out).toContain("  service*: Service\n");
    expect(out).toContain("  severity*: How bad (urgent, critical)");
  });

  it.each([
    ["a service that is away", said({}, 500), "500"],
    ["a token that is wanted", said({}, 401), "VIGIE_API_TOKEN"],
    ["something that is not Vigie", said({ hello: true }), "http://127.0.0.1:8080 could not be asked"],
  ])("says why it has no answer: %s", async (_what, service, reason) => {
    const { code, err } = await runCommand(ask, ["open"], { fetch: service });
    expect(code).toBe(1);
    expect(err).toContain(reason);
  });

  it("refuses values that are no object", async () => {
    const { code, err } = await runCommand(ask, ["report", "--value", "[1]"], { fetch: said({}) });
    expect(code).toBe(1);
    expect(err).toContain("--value takes a JSON object");
  });
});
