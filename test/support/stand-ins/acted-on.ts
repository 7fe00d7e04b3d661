import { type FaultyServer, faultyServer } from "./faulty-server.ts";

/**
 * All that actions of a policy reach, in one server: a registry where v7 is tested and every model's champion is v8, what serves
 * the champion, and flags that take whatever they are told but at `/denied`.
 */
export function actedOn(): Promise<FaultyServer> {
  const champions = new Map<string, string>();
  const versions = [{ version: "8" }, { version: "7", tested: true }];
  const championOf = (model = "") => champions.get(model) ?? "8";
  return faultyServer(({ method, path, text }) => {
    const [, what, model, current] = path.split("/");
    if (what === "denied") return { status: 403 };
    if (what === "serving") return { json: { version: championOf(model) } };
    if (what !== "models" || model === undefined) return {};
    if (method === "PUT" && current === "current") {
      const { version, expected } = JSON.parse(text);
      if (championOf(model) !== expected) return { status: 412 };
      champions.set(model, version);
    }
    return { json: { current: championOf(model), versions } };
  });
}
