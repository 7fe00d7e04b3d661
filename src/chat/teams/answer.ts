/** What an invoke of an Adaptive Card is answered with. */
export type InvokeAnswer = { readonly status: number; readonly body: unknown };

/**
 * Shows a card in place of the message, to the presser alone.
 *
 * @see https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/universal-action-model#response-format (2026-11-20)
 */
export function cardAnswer(card: object): InvokeAnswer {
  return answer("application/vnd.microsoft.card.adaptive", card);
}

/** Shows a line over the card, to the presser alone; the card stays. */
export function messageAnswer(text: string): InvokeAnswer {
  return answer("application/vnd.microsoft.activity.message", text);
}

/** Refuses what is no press: only a client that is not Teams' own sends such. */
export const notAPress: InvokeAnswer = {
  status: 200,
  body: {
    statusCode: 400,
    type: "application/vnd.microsoft.error",
    value: { code: "BadRequest", message: "not a press of Vigie" },
  },
};

function answer(type: string, value: unknown): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type, value } };
}
