import type { Locale } from "../../words/locale.ts";
import { policyFaults as say } from "../../words/policy.ts";
import { teamFileFaults as sayFile } from "../../words/team-files.ts";
import { type FaultBook, faultBook, type PolicyError } from "../policy-error.ts";
import type { Path } from "./path.ts";
import { type Fields, isFields, kindOf, shownValue } from "./plain-data.ts";
import { type PolicyText, readPolicyText } from "./policy-text.ts";

/** A team's file, or one about people, as `include:` found it; `file` as faults and reasons cite it. */
export type IncludedFile = { readonly file: string; readonly text: string };

/** The main file with what its included files add; every place is cited in the file where it stands. */
export type JoinedText = { readonly text: PolicyText; readonly faults: readonly PolicyError[] };

const sections = ["teams", "services", "roles", "permissions", "experts", "tokens"] as const;
type Section = (typeof sections)[number];
/** The file that defines something; `at` is where a contact stands in that file's list. */
type Home = { readonly text: PolicyText; readonly at?: number };
/** What is defined so far, by section and id, and the file that defines it. */
type Bench = {
  readonly homes: Map<string, Home>;
  readonly entries: Readonly<Record<Section, (readonly [id: string, written: unknown])[]>>;
  readonly contacts: unknown[];
  readonly main: PolicyText;
};

/** What a team's file may hold, and what a file about people may. */
const ofTeams = ["version", "teams", "services", "contacts"];
const ofPeople = ["contacts", "roles", "permissions", "experts", "tokens"] as const;

/**
 * Adds included files to a policy. A team's file names one team, its own, services that it owns, and contacts (behaviour
 * 6); a file without a team may say who people are and what they may do. Anything else in it is a fault, and so is what is
 * defined twice.
 */
export function joinIncluded(main: PolicyText, included: readonly IncludedFile[], locale: Locale): JoinedText {
  if (included.length === 0 || !isFields(main.data)) return { text: main, faults: [] };
  const { data } = main;
  const bench: Bench = {
    homes: new Map(),
    entries: {
      teams: entriesOf(data.teams),
      services: entriesOf(data.services),
      roles: entriesOf(data.roles),
      permissions: entriesOf(data.permissions),
      experts: entriesOf(data.experts),
      tokens: entriesOf(data.tokens),
    },
    contacts: Array.isArray(data.contacts) ? [...data.contacts] : [],
    main,
  };
  const faults = included.flatMap(({ file, text }) => {
    const read = readPolicyText(text, file, locale);
    if (!read.ok) return read.faults;
    const book = faultBook(read.text, locale);
    takeIn(read.text, bench, book);
    return book.faults;
  });
  const added = sections.map((section) => joined(section, bench));
  return { text: composite(Object.assign({ ...data, ...contactsIn(bench) }, ...added), bench), faults };
}

/** A section with what the files add; one that is no section stays as it is written, for its own fault. */
function joined(section: Section, { main, entries }: Bench): Fields {
  const written = isFields(main.data) ? main.data[section] : undefined;
  if (written === undefined && entries[section].length === 0) return {};
  return written === undefined || isFields(written) ? { [section]: Object.fromEntries(entries[section]) } : {};
}

function contactsIn({ main, contacts }: Bench): Fields {
  const written = isFields(main.data) ? main.data.contacts : undefined;
  const isList = written === undefined ? contacts.length > 0 : Array.isArray(written);
  return isList ? { contacts } : {};
}

function composite(data: Fields, { main, homes }: Bench): PolicyText {
  /** The file where something stands, and the path to it there. */
  const homeOf = (path: Path): { readonly text: PolicyText; readonly path: Path } => {
    const [section = "", id = "", ...rest] = path;
    const { text, at } = homes.get(`${section}/${id}`) ?? { text: main };
    return { text, path: at === undefined ? path : [section, at, ...rest] };
  };
  return {
    file: main.file,
    data,
    locate: (path, at) => {
      const home = homeOf(path);
      return { file: home.text.file, ...home.text.locate(home.path, at) };
    },
    place: (path) => {
      const home = homeOf(path);
      return home.text.place(home.path);
    },
  };
}

function takeIn(text: PolicyText, bench: Bench, book: FaultBook): void {
  const data = isFields(text.data) ? text.data : {};
  if (data !== text.data) book.fault([], say.wrongType({ wanted: "object", found: kindOf(text.data) }));
  const isPeoples = data.teams === undefined && data.services === undefined && ofPeople.some((key) => key in data);
  const allowed: readonly string[] = isPeoples ? ["version", ...ofPeople] : ofTeams;
  for (const key of Object.keys(data)) {
    if (!allowed.includes(key)) book.fault([key], sayFile.notInTeamFile({ key }), { at: "key" });
  }
  if (data.version === undefined) book.fault([], say.missingKey({ key: "version" }));
  else if (data.version !== 1) book.fault(["version"], say.notOneOf({ value: shownValue(data.version), known: ["1"] }));
  takeInContacts(data, text, bench, book);
  if (isPeoples) {
    takeInPeople(data, text, bench, book);
    return;
  }
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

function takeInContacts(
  { contacts }: Fields,
  text: PolicyText,
  { contacts: all, homes }: Bench,
  book: FaultBook,
): void {
  if (contacts === undefined) return;
  if (!Array.isArray(contacts)) {
    book.fault(["contacts"], say.wrongType({ wanted: "array", found: kindOf(contacts) }));
    return;
  }
  for (const [at, written] of contacts.entries()) homes.set(`contacts/${all.push(written) - 1}`, { text, at });
}

function takeInPeople(data: Fields, text: PolicyText, bench: Bench, book: FaultBook): void {
  for (const section of sections) {
    const written = data[section];
    if (written === undefined) continue;
    if (!isFields(written)) book.fault([section], say.wrongType({ wanted: "object", found: kindOf(written) }));
    for (const [id, one] of entriesOf(written)) define(section, id, one, text, bench, book);
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
    const { file, line } = (homes.get(`${section}/${id}`)?.text ?? main).place([section, id]);
    book.fault([section, id], sayFile.definedTwice({ id, file, line }), { at: "key" });
    return;
  }
  homes.set(`${section}/${id}`, { text });
  entries[section].push([id, written]);
}

function entriesOf(section: unknown): (readonly [id: string, written: unknown])[] {
  return isFields(section) ? Object.entries(section) : [];
}
