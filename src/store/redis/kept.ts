import type { Store } from "../port.ts";
import { number, textOrNull } from "./replies.ts";
import { clockWord, one, type Session } from "./session.ts";

/** Named values of the installation: who comes first sets them; those that are lent stand apart, under a lifetime. */
export function createKept(session: Session): Pick<Store, "keep" | "kept" | "swap" | "lend"> {
  const { keys, scripts, connection } = session;
  const kept = async (name: string) => {
    const [value, lent] = await connection.run([
      { command: "get", key: keys.kept(name), args: [] },
      { script: scripts["lent-1"], keys: [keys.lent(name)], args: [clockWord(session)] },
    ]);
    return textOrNull(value) ?? textOrNull(lent);
  };
  return {
    kept,
    async keep(name, value) {
      await one(session, { command: "set", key: keys.kept(name), args: [value, "NX"] });
      return (await kept(name)) ?? value;
    },
    async swap(name, before, after) {
      const args = before === null ? [after, "absent", ""] : [after, "is", before];
      return number(await one(session, { script: scripts["swap-1"], keys: [keys.kept(name)], args })) === 1;
    },
    async lend(name, value, forMs) {
      const args = [clockWord(session), value, forMs];
      await one(session, { script: scripts["lend-1"], keys: [keys.lent(name)], args });
    },
  };
}
