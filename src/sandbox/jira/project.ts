/** A field of the screens beyond those that every issue has. */
export type SandboxField = {
  readonly id: string;
  readonly name: string;
  readonly required?: boolean;
  /** JSON type of the value, `string` by default. */
  readonly type?: "string" | "array" | "priority" | "option";
  /** Custom fields: what kind, `textarea` or `textfield`. */
  readonly custom?: string;
  readonly allowed?: readonly string[];
};

/** How a project is set up. */
export type SandboxProject = {
  readonly types: readonly string[];
  readonly createScreen: readonly SandboxField[];
  /** Ids of fields that may be edited, beside summary and description. */
  readonly editScreen: readonly string[];
  /** Fields that the transition to Done asks for. */
  readonly doneScreen: readonly SandboxField[];
  /** Whether an issue that is done can go back. */
  readonly reopens: boolean;
};

const priorities = ["Highest", "High", "Medium", "Low", "Lowest"];
export const resolutions = ["Won't Do", "Done", "Duplicate"];

/** A software project as Jira makes it. */
export const usualProject: SandboxProject = {
  types: ["Task", "Bug", "Story", "Epic"],
  createScreen: [
    { id: "priority", name: "Priority", type: "priority", allowed: priorities },
    { id: "labels", name: "Labels", type: "array" },
    { id: "environment", name: "Environment", custom: "textarea" },
  ],
  editScreen: ["priority", "labels", "environment"],
  doneScreen: [],
  reopens: true,
};

/** The projects that are there. */
export type SandboxProjects = {
  /** The project of a key, `undefined` when there is none. */
  find(key: string): SandboxProject | undefined;
};

/**
 * @param known projects by key, each with what differs from the usual; absent: every key that Jira would take is there
 */
export function sandboxProjects(known?: Readonly<Record<string, Partial<SandboxProject>>>): SandboxProjects {
  return {
    find: (key) => {
      if (!known) return /^[A-Z][A-Z0-9_]{1,9}$/.test(key) ? usualProject : undefined;
      return Object.hasOwn(known, key) ? { ...usualProject, ...known[key] } : undefined;
    },
  };
}

/** The ids of a project's issue types. */
export function typeIdOf({ types }: SandboxProject, name: string): string {
  return String(10_001 + types.indexOf(name));
}

export type SandboxStatus = {
  readonly id: string;
  readonly name: string;
  readonly category: { readonly id: number; readonly key: "new" | "indeterminate" | "done"; readonly name: string };
  /** Id of the transition into it. */
  readonly transition: string;
};

/** The three statuses of a simple workflow. */
export const statuses: readonly [SandboxStatus, SandboxStatus, SandboxStatus] = [
  { id: "10000", name: "To Do", category: { id: 2, key: "new", name: "To Do" }, transition: "11" },
  {
    id: "10001",
    name: "In Progress",
    category: { id: 4, key: "indeterminate", name: "In Progress" },
    transition: "21",
  },
  { id: "10002", name: "Done", category: { id: 3, key: "done", name: "Done" }, transition: "31" },
];

/** Statuses that an issue may go to from where it is. */
export function waysFrom(status: string, { reopens }: SandboxProject): readonly SandboxStatus[] {
  const [, , done] = statuses;
  return status === done.name && !reopens ? [] : statuses.filter(({ name }) => name !== status);
}
