import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { prometheusAccess } from "../../../src/diagnostics/prometheus.ts";

type Asked = { path: string | undefined; authorization: string | undefined; form: string };

/** A Prometheus that answers so, and what it was asked. */
async function aPrometheus(status: number, body: string) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let form = "";
    for await (const chunk of request) form += String(chunk);
    asked.push({ path: request.url, authorization: request.headers.authorization, form });
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on a port");
  return { host: `127.0.0.1:${address.port}`, asked };
}

const { signal } = new AbortController();
const answer = async (status: number, body: unknown) => {
  const { host } = await aPrometheus(status, typeof body === "string" ? body : JSON.stringify(body));
  return prometheusAccess(`http://${host}`)("up", signal);
};
const vector = (...rows: [Record<string, string>, string][]) => ({
  status: "success",
  data: { resultType: "vector", result: rows.map(([metric, value]) => ({ metric, value: [1_763_630_000.5, value] })) },
});

describe("a PromQL asked of Prometheus", () => {
  it("comes to each series with its labels and its value", async () => {
    expect(await answer(200, vector([{ model_version: "7" }, "3"], [{ model_version: "8" }, "0.5"]))).toEqual({
      kind: "series",
      series: [
        { labels: { model_version: "7" }, value: 3 },
        { labels: { model_version: "8" }, value: 0.5 },
      ],
    });
  });

  it("leaves out what is no number, and takes a scalar for one series", async () => {
    expect(await answer(200, vector([{}, "NaN"], [{}, "+Inf"]))).toEqual({ kind: "series", series: [] });
    const scalar = { status: "success", data: { resultType: "scalar", result: [1, "0.2"] } };
    expect(await answer(200, scalar)).toEqual({ kind: "series", series: [{ labels: {}, value: 0.2 }] });
  });

  it.each(["matrix", "string"])("that comes to a %s is another query than what is wanted", async (resultType) => {
    const expected = { kind: "faulty", detail: `resultType: ${resultType}` };
    expect(await answer(200, { status: "success", data: { resultType, result: [] } })).toEqual(expected);
  });

  it("is sent as a form, with the user and password of the URL as Basic", async () => {
    const { host, asked } = await aPrometheus(200, JSON.stringify(vector()));
    await prometheusAccess(`http://vigie:p%40ss@${host}/prom`)('sum by (v) (info{a="b"})', signal);
    expect(asked).toEqual([
      {
        path: "/prom/api/v1/query",
        authorization: `Basic ${Buffer.from("vigie:p@ss").toString("base64")}`,
        form: "query=sum+by+%28v%29+%28info%7Ba%3D%22b%22%7D%29&timeout=5000ms",
      },
    ]);
  });

  it.each([
    ["bad_data", { kind: "faulty", detail: "parse error: unexpected end of input" }],
    ["execution", { kind: "faulty", detail: "parse error: unexpected end of input" }],
    ["timeout", { kind: "away", detail: "HTTP 400" }],
    ["unavailable", { kind: "away", detail: "HTTP 400" }],
  ])("an error of type %s", async (errorType, expected) => {
    const error = "parse error:\nunexpected end of input";
    expect(await answer(400, { status: "error", errorType, error })).toEqual(expected);
  });

  it.each([
    [401, "who are you?", "HTTP 401"],
    [502, "<html>", "HTTP 502"],
    [200, { status: "success", data: { resultType: "vector", result: {} } }, "HTTP 200"],
    [200, `"${"x".repeat(1024 * 1024)}"`, "more than 1 MiB"],
  ])("HTTP %i with %.20j is away", async (status, body, detail) => {
    expect(await answer(status, body)).toEqual({ kind: "away", detail });
  });

  it("nobody there, nobody configured and nobody waiting any more: away, without the address or its password", async () => {
    expect(await prometheusAccess("http://vigie:hunter2@127.0.0.1:1")("up", signal)).toEqual({ kind: "away" });
    expect(await prometheusAccess(undefined)("up", signal)).toEqual({ kind: "away", detail: "PROMETHEUS_URL" });
    const { host } = await aPrometheus(200, JSON.stringify(vector()));
    expect(await prometheusAccess(`http://${host}`)("up", AbortSignal.abort())).toEqual({ kind: "away" });
  });
});
