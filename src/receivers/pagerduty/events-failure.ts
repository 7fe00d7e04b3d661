import { z } from "zod";
import { tidy } from "../../incident/draw/tidy.ts";
import type { PagerDutyDestination } from "../../policy/destination.ts";
import { type Failure, failureOfStatus } from "../http-failure.ts";
import type { PagerDutyAnswer } from "./one-request.ts";

const errorBody = z.object({ message: z.string().optional(), errors: z.array(z.string()).optional() });
const detailMaxUnits = 300;

/** PagerDuty's own words for a refusal, without the key should it ever repeat it. */
export function eventsFailureOf(
  { status, body, afterMs }: PagerDutyAnswer,
  { routingKey, escalateTo, shown }: PagerDutyDestination,
): Failure {
  const { message, errors } = errorBody.safeParse(body).data ?? {};
  const raw = [message, ...(errors ?? [])].filter(Boolean).join(": ").replaceAll(routingKey, shown);
  const said = escalateTo === undefined ? raw : raw.replaceAll(escalateTo, "escalate_to");
  return failureOfStatus(status, { afterMs, detail: tidy(said, detailMaxUnits) });
}
