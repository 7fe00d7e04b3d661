import { z } from "zod";

/** One instruction of a Dockerfile: `COPY`, its `--flags`, and the rest as written. */
export type Instruction = {
  readonly keyword: string;
  readonly flags: ReadonlyMap<string, string>;
  readonly rest: string;
};

/** The instructions in their order; comments are left out, lines that end in `\` joined. */
export function parseDockerfile(text: string): readonly Instruction[] {
  const lines = text
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [, keyword = "", flags = "", rest = ""] = /^(\w+)\s+((?:--\S+\s+)*)(.*)$/.exec(line) ?? [];
    const pairs = flags
      .split(/\s+/)
      .filter((flag) => flag !== "")
      .map((flag) => /^--([^=]+)=(.*)$/.exec(flag) ?? [])
      .map(([, name = "", value = ""]) => [name, value] as const);
    return { keyword: keyword.toUpperCase(), flags: new Map(pairs), rest };
  });
}

/** The only instruction of a kind. */
export function only(instructions: readonly Instruction[], keyword: string): Instruction {
  const [found, ...others] = instructions.filter((one) => one.keyword === keyword);
  if (!found || others.length > 0) throw new Error(`the Dockerfile has not exactly one ${keyword}`);
  return found;
}

/** The words of `["node", "src/main.ts"]`: no shell stands between. */
export function execForm(rest: string): readonly string[] {
  return z.array(z.string()).min(1).parse(JSON.parse(rest));
}

/** `ENV A=b C=d`. */
export function envOf(instructions: readonly Instruction[]): Readonly<Record<string, string>> {
  const words = instructions.filter(({ keyword }) => keyword === "ENV").flatMap(({ rest }) => rest.split(/\s+/));
  return Object.fromEntries(words.map((word) => word.split("=", 2)));
}
