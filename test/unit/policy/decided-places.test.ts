import { describe, expect, it } from "vitest";
import { alertsIn } from "../../../src/cli/alerts-in-file.ts";
import { standInValue } from "../../../src/cli/load-policy.ts";
import { compilePolicy } from "../../../src/policy/compile.ts";

/** Where it is decided what ends an alert's incident, and whether anybody is told, in a policy of these lines. */
function decided(lines: readonly string[], labels: Readonly<Record<string, string>> = { service: "checkout" }) {
  const text = ["version: 1", `destinations: { chat: [{ slack: "#a" }] }`, ...lines].join("\n");
  const preset = { name: "./p.yaml", file: "p.yaml", text: "version: 1\nroute:\n  lifecycle: full\n" };
  const compiled = compilePolicy(text, {
    file: "own.yaml",
    env: {},
    configured: () => "sandbox",
    sandboxValues: standInValue,
    presets: text.includes("./p.yaml") ? [preset] : [],
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  const read = alertsIn({ labels: { alertname: "Down", ...labels } }, 0);
  const [alert] = read.ok ? read.alerts : [];
  if (!alert) throw new Error("no alert");
  const { lifecyclePlace, modePlace, ownerPlace, environmentsPlace } = compiled.policy.trace(alert);
  const line = (place?: { readonly line: number }) => place?.line ?? null;
  return {
    lifecycle: line(lifecyclePlace),
    mode: line(modePlace),
    owner: line(ownerPlace),
    environments: line(environmentsPlace),
  };
}

describe("where it is written", () => {
  it("is nowhere for what nobody writes", () => {
    expect(decided(["route: {}"])).toEqual({ lifecycle: null, mode: null, owner: null, environments: null });
  });

  it("is the service before any route, for the life cycle", () => {
    const lines = ["route:", "  lifecycle: short", "services:", "  checkout:", "    lifecycle: full"];
    expect(decided(lines).lifecycle).toBe(7);
  });

  it("is the nearest route on the alert's way, not one beside it", () => {
    const lines = [
      "route:",
      "  lifecycle: short",
      "  routes:",
      "    - match: [service=ranking]",
      "      lifecycle: full",
      "    - match: [service=checkout]",
      "      lifecycle: full",
      "      routes:",
      "        - match: [alertname=Down]",
      "          mode: shadow",
    ];
    expect(decided(lines)).toMatchObject({ lifecycle: 9, mode: 12 });
  });

  it("is the route before the team, and the team before the policy, for the mode", () => {
    const teams = ["teams:", "  payments:", "    mode: shadow", `    chat: [{ slack: "#p" }]`];
    const services = ["services:", "  checkout:", "    owner: payments"];
    expect(decided(["mode: live", ...teams, "route: {}", ...services])).toMatchObject({ mode: 6, owner: 11 });
    expect(decided(["mode: live", ...teams, "route: { mode: live }", ...services])).toMatchObject({ mode: 8 });
    expect(decided(["mode: shadow", "route: {}"])).toMatchObject({ mode: 3 });
  });

  it("is the line that names the preset where the preset decides: what the first route writes counts less", () => {
    const services = ["services:", "  checkout:", "    preset: ./p.yaml"];
    expect(decided(["route: {}", ...services]).lifecycle).toBe(6);
    expect(decided(["route: { lifecycle: short }", ...services]).lifecycle).toBe(6);
    const below = ["route:", "  routes:", "    - match: [service=checkout]", "      lifecycle: short"];
    expect(decided([...below, ...services]).lifecycle).toBe(6);
  });

  it("is the list of environments for where a page may leave", () => {
    expect(decided(["route: {}", "environments: { production: [live] }"]).environments).toBe(4);
  });

  it("is no owner's line where a label names another team", () => {
    const lines = ["route: {}", "services:", "  checkout:", "    owner: payments"];
    expect(decided(lines).owner).toBe(6);
    expect(decided(lines, { service: "checkout", team: "search" }).owner).toBe(null);
  });
});
