/** What kind of thing changed. `seen` is where a poller found something first: nothing changed, later changes are told from it. */
export const changeKinds = [
  "alias",
  "stage",
  "model-version",
  "deployment",
  "restart",
  "workflow",
  "config",
  "prompt",
  "index",
  "provider-model",
  "feature-flag",
  "data",
  "other",
  "seen",
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** How far it came, where its sender says. */
export const changeOutcomes = ["started", "succeeded", "failed"] as const;
export type ChangeOutcome = (typeof changeOutcomes)[number];

/**
 * Something that changed at a service or a model: a marker (promise 5). Every string in it is masked already. Times are
 * milliseconds since the epoch.
 */
export type Change = {
  /** The sender's id of the message, or a hash of what it says; one that is known is kept once. */
  readonly id: string;
  /** Kind of sender: `mlflow`, `github`, `deployment`, `vigie`. */
  readonly source: string;
  readonly kind: ChangeKind;
  /** What changed, by its own name: the alias `champion`, the deployment `credit-scoring`, the workflow `deploy`. */
  readonly name: string;
  /** The versions, as the sender writes them; `from` is often known only from the change before it. */
  readonly from?: string;
  readonly to?: string;
  readonly service?: string;
  readonly model?: string;
  readonly environment?: string;
  readonly outcome?: ChangeOutcome;
  /** When it took effect, by the sender's clock; by ours where it does not say. */
  readonly at: number;
  /** A poller saw it at `at`; it happened after this. */
  readonly since?: number;
  /** Who did it, as the sender says. */
  readonly by?: string;
  /** http or https. */
  readonly url?: string;
};

/** What a change can be looked up by. */
export type ChangedThing = { readonly kind: "service" | "model"; readonly id: string };

/** The things that a change is about: its service, its model, or both. */
export function thingsOf({ service, model }: Pick<Change, "service" | "model">): readonly ChangedThing[] {
  return [
    ...(service === undefined ? [] : [{ kind: "service" as const, id: service }]),
    ...(model === undefined ? [] : [{ kind: "model" as const, id: model }]),
  ];
}
