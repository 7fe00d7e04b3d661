import { ActivityHandlerBase, type InvokeResponse, type TurnContext } from "botbuilder";

/** What listens to Teams; it reads the activities itself, so that nothing of the SDK gets past this file. */
export type TeamsListener = {
  /** Somebody pressed or sent a form: what Teams is answered. */
  readonly invoke: (activity: unknown) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** Somebody said something to the bot. */
  readonly message: (activity: unknown) => Promise<void>;
  /** The bot was added or removed, a channel was made, people came and went. */
  readonly update: (activity: unknown) => Promise<void>;
};

/**
 * Hands on what matters; edits, deletions, reactions and typing end here. Not `TeamsActivityHandler`: that one asks Teams
 * for every member that came, and throws on what is not as it expects, with what it threw as the answer.
 */
export class TeamsBot extends ActivityHandlerBase {
  readonly #listener: TeamsListener;

  constructor(listener: TeamsListener) {
    super();
    this.#listener = listener;
  }

  protected override async onInvokeActivity({ activity }: TurnContext): Promise<InvokeResponse> {
    return await this.#listener.invoke(activity);
  }

  protected override onMessageActivity({ activity }: TurnContext): Promise<void> {
    return this.#listener.message(activity);
  }

  protected override onConversationUpdateActivity({ activity }: TurnContext): Promise<void> {
    return this.#listener.update(activity);
  }

  protected override onInstallationUpdateActivity({ activity }: TurnContext): Promise<void> {
    return this.#listener.update(activity);
  }
}
