/** Somebody who is there at every stand-in; invented, under a domain that exists for examples. */
export type SandboxPerson = {
  readonly name: string;
  readonly email: string;
  /** What each vendor calls them; Teams by the object id of Entra. */
  readonly slack: string;
  readonly teams: string;
  readonly pagerduty: string;
  readonly jira: string;
};

/** THE people of the sandbox: the same at every vendor, so that who presses in one is known in all. */
export const sandboxPeople = [
  {
    name: "Ada Sandbox",
    email: "ada@sandbox.example",
    slack: "U0SANDADA",
    teams: "5a4d5e0c-0000-4000-8000-0000000000a1",
    pagerduty: "PSANDADA",
    jira: "5a4d5e0c:ada",
  },
  {
    name: "Bo Sandbox",
    email: "bo@sandbox.example",
    slack: "U0SANDBO",
    teams: "5a4d5e0c-0000-4000-8000-0000000000b2",
    pagerduty: "PSANDBO",
    jira: "5a4d5e0c:bo",
  },
  {
    name: "Chi Sandbox",
    email: "chi@sandbox.example",
    slack: "U0SANDCHI",
    teams: "5a4d5e0c-0000-4000-8000-0000000000c3",
    pagerduty: "PSANDCHI",
    jira: "5a4d5e0c:chi",
  },
] as const satisfies readonly SandboxPerson[];

/** What the sandbox's people are in: Ada is in the user group. */
export const sandboxGroups = { slack: "S0SANDMLE" } as const;
