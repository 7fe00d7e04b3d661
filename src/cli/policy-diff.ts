import {
  type Comparison,
  compare,
  type Difference,
  groupComparisons,
  type SameDifference,
} from "../policy/explain/compare.ts";
import { differenceText } from "../policy/explain/difference-text.ts";
import { ringsJson } from "../policy/explain/explanation-json.ts";
import { oneLine } from "../policy/explain/one-line.ts";
import type { Locale } from "../words/locale.ts";
import { policyDiffWords } from "../words/policy-diff.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";
import { policyHere } from "./load-here.ts";
import { readAlerts } from "./policy-explain.ts";

const grammar: Grammar = {
  usage: "diff",
  options: { on: { type: "string" }, json: { type: "boolean" } },
  needs: ["on"],
  files: [2, 2],
};
/** So many alerts are named below a difference; the others are counted. */
const namedMax = 5;

/**
 * `vigie policy diff OLD NEW --on RECORDED`: says of each recorded alert what the new policy would tell differently:
 * severity, destinations, hours, team, incident. Alerts that differ in the same way are told together.
 *
 * @returns the exit code, as of `diff`: 0 all as before, 1 some differ, 2 something cannot be read
 */
export async function policyDiff(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readAsked(args, io, grammar);
  const [oldFile, newFile] = asked?.files ?? [];
  const recorded = asked?.text("on");
  if (!asked || oldFile === undefined || newFile === undefined || recorded === undefined) return 2;
  const { locale } = asked;
  const before = await policyHere(oldFile, "all", locale, io);
  const after = await policyHere(newFile, "all", locale, io);
  const alerts = await readAlerts(recorded, io.now(), locale, io);
  if (!before || !after || !alerts) return 2;
  const all = alerts.map((alert) => compare(before, after, alert));
  const groups = groupComparisons(all);
  io.stdout.write(
    asked.flag("json") ? `${JSON.stringify(diffJson(all), null, 2)}\n` : printable(diffText(all, groups, locale)),
  );
  return groups.length === 0 ? 0 : 1;
}

function diffText(all: readonly Comparison[], groups: readonly SameDifference[], locale: Locale): string {
  const words = policyDiffWords[locale];
  const differing = all.filter(({ differences }) => differences.length > 0).length;
  const blocks = groups.map(({ differences, comparisons }) => {
    const named = comparisons
      .slice(0, namedMax)
      .map(({ after, alert }) => `    ${oneLine(`${alert.name} ${after.judgement.groupKey}`)}`);
    const more = comparisons.length > namedMax ? [`    ${words.more(comparisons.length - namedMax)}`] : [];
    const said = differences.map((one) => `  ${oneLine(differenceText(one, locale))}`);
    return [words.times(comparisons.length), ...said, ...named, ...more].join("\n");
  });
  return `${[words.summary(all.length, differing), ...blocks].join("\n\n")}\n`;
}

/** For programs: one record for each alert that differs. */
function diffJson(all: readonly Comparison[]) {
  const differing = all.filter(({ differences }) => differences.length > 0);
  return {
    alerts: all.length,
    differing: differing.map(({ alert: { name, source, labels, startsAt }, differences }) => ({
      alert: { name, source, labels, startsAt: new Date(startsAt).toISOString() },
      differences: differences.map(differenceJson),
    })),
  };
}

function differenceJson(difference: Difference) {
  if (difference.kind !== "hours") return difference;
  const { kind, destination, from, to } = difference;
  const side = ({ owed, opensAt }: typeof from) => ({ hours: owed.hours ?? [], rings: ringsJson(opensAt) });
  return { kind, destination, from: side(from), to: side(to) };
}
