import type { Locale } from "../../words/locale.ts";
import { policyFaults as say } from "../../words/policy.ts";
import { teamFileFaults as sayFile } from "../../words/team-files.ts";
import { type FaultBook, faultBook, type PolicyError } from "../policy-error.ts";
import { type Fields, isFields, kindOf, shownValue } from "./plain-data.ts";
import { type PolicyText, readPolicyText } from "./policy-text.ts";

/** A team's file, as `include:` found it; `file` as faults and reasons cite it. */
export type IncludedFile = { readonly file: string; readonly text: string };

/** The main file with the teams and services of its included files; every place is cited in the file where it stands. */
export type JoinedText = { readonly text: PolicyText; readonly faults: readonly PolicyError[] };

type Section = "teams" | "services";
/** What is defined so far, by section and id, and the file that defines it. */
type Bench = {
  readonly homes: Map<string, PolicyText>;
  readonly entries: Record<Section, (readonly [id: string, written: unknown])[]>;
  readonly main: PolicyText;
};

const allowed = ["version", "teams", "services"];

/**
 * Adds included files to a policy. A file names one team, its own, and services that it owns (behaviour 6); anything else
 * in it is a fault, and so is a team or a service that is defined twice.
 */
export function joinIncluded(main: PolicyText, included: readonly IncludedFile[], locale: Locale): JoinedText {
  if (included.length === 0 || !isFields(main.data)) return { text: main, faults: [] };
  const bench: Bench = {
    homes: new Map(),
    entries: { teams: entriesOf(main.data.teams), services: entriesOf(main.data.services) },
    main,
  };
  const faults = included.flatMap(({ file, text }) => {
    const read = readPolicyText(text, file, locale);
    if (!read.ok) return read.faults;
    const book = faultBook(read.text, locale);
    takeIn(read.text, bench, book);
    return book.faults;
  });
  return { text: composite({ ...main.data, ...joined("teams", bench), ...joined("services", bench) }, bench), faults };
}

/** A section with what the files add; one that is no section stays as it is written, for its own fault. */
function joined(section: Section, { main, entries }: Bench): Fields {
  const written = isFields(main.data) ? main.data[section] : undefined;
  return written === undefined || isFields(written) ? { [section]: Object.fromEntries(entries[section]) } : {};
}

function composite(data: Fields, { main, homes }: Bench): PolicyText {
  const homeOf = ([section, id]: readonly (string | number)[]) => homes.get(`${section}/${id}`) ?? main;
  return {
    file: main.file,
    data,
    locate: (path, at) => ({ file: homeOf(path).file, ...homeOf(path).locate(path, at) }),
    place: (path) => homeOf(path).place(path),
  };
}

function takeIn(text: PolicyText, bench: Bench, book: FaultBook): void {
  const data = isFields(text.data) ? text.data : {};
  if (data !== text.data) book.fault([], say.wrongType({ wanted: "object", found: kindOf(text.data) }));
  for (const key of Object.keys(data)) {
    if (!allowed.includes(key)) book.fault([key], sayFile.notInTeamFile({ key }), { at: "key" });
  }
  if (data.version === undefined) book.fault([], say.missingKey({ key: "version" }));
  else if (data.version !== 1) book.fault(["version"], say.notOneOf({ value: shownValue(data.version), known: ["1"] }));
  const [named, ...others] = entriesOf(data.teams);
  if (!named || others.length > 0) {
    book.fault(["teams"], sayFile.oneTeam(), { at: "key" });
    return;
  }
  const [team, lists] = named;
  if (data.services !== undefined && !isFields(data.services))
    book.fault(["services"], say.wrongType({ wanted: "object", found: kindOf(data.services) }));
  define("teams", team, lists, text, bench, book);
  for (const [id, written] of entriesOf(data.services)) {
    const owner = isFields(written) ? (written.owner ?? team) : team;
    if (owner !== team) book.fault(["services", id, "owner"], sayFile.foreignOwner({ team, owner: shownValue(owner) }));
    define("services", id, isFields(written) ? { ...written, owner } : written, text, bench, book);
  }
}

function define(
  section: Section,
  id: string,
  written: unknown,
  text: PolicyText,
  { homes, entries, main }: Bench,
  book: FaultBook,
): void {
  if (entries[section].some(([known]) => known === id)) {
    const { file, line } = (homes.get(`${section}/${id}`) ?? main).place([section, id]);
    book.fault([section, id], sayFile.definedTwice({ id, file, line }), { at: "key" });
    return;
  }
  homes.set(`${section}/${id}`, text);
  entries[section].push([id, written]);
}

function entriesOf(section: unknown): (readonly [id: string, written: unknown])[] {
  return isFields(section) ? Object.entries(section) : [];
}
