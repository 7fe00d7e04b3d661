import type { Hono } from "hono";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Locale } from "../words/locale.ts";
import type { FaultBox } from "./faults.ts";
import type { StandInState } from "./state.ts";

/** The vendors that the sandbox stands in for. */
export const sandboxVendors = ["slack", "teams", "pagerduty", "jira"] as const;
export type SandboxVendor = (typeof sandboxVendors)[number];

export type StandInDeps = {
  readonly state: StandInState;
  /** Milliseconds since the epoch; injected, so that lags and rates run under a test's clock. */
  readonly now: () => number;
  readonly faults: FaultBox;
  /** Where the stand-in is reachable, without a slash at the end: `http://127.0.0.1:8080/sandbox/slack`. */
  readonly baseUrl: () => string;
  /** Where Vigie itself listens, and what the stand-in signs its requests to it with; absent: nothing can be pressed. */
  readonly vigie?: { readonly url: () => string; readonly secret: string };
};

/** A local stand-in of a vendor: speaks its wire protocol, keeps state, checks and limits as the real one does. */
export type StandIn = {
  readonly vendor: SandboxVendor;
  /** The wire protocol, to be mounted under `baseUrl`. */
  readonly routes: Hono;
  /** What the vendor would show a person, newest first, for `/sandbox`; in English unless said otherwise. */
  readonly picture: (locale?: Locale) => HtmlEscapedString | Promise<HtmlEscapedString>;
};
