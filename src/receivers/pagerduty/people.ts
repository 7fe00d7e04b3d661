import type { LookedUp, PeopleSource, VendorUser } from "../../policy/people/vendor-people.ts";
import { lookUpFailure } from "../look-up-failure.ts";
import type { PagerDutyRest, RestAnswer } from "./rest.ts";
import type { RestOnCall, RestUser } from "./rest-answers.ts";

/**
 * Who people are in PagerDuty. A schedule's members are those on call by it now, the first level first: people rotate, and
 * whoever is off call holds no role by it.
 */
export function pagerDutyPeople(rest: PagerDutyRest): Required<PeopleSource> {
  return {
    user: async (id, signal) => mapped(await rest.user(id, signal), userOf),
    byEmail: async (email, signal) => {
      const answer = mapped(await rest.users(email, signal), (users) =>
        users.find((one) => one.email.toLowerCase() === email.toLowerCase()),
      );
      if (answer.kind !== "found") return answer;
      return answer.value ? { kind: "found", value: userOf(answer.value) } : { kind: "absent" };
    },
    members: async (schedule, signal) =>
      mapped(await rest.onCalls([schedule], signal), (all) =>
        all.toSorted((a, b) => a.escalation_level - b.escalation_level).map(onDutyOf),
      ),
  };
}

function mapped<T, U>(answer: RestAnswer<T>, of: (value: T) => U): LookedUp<U> {
  return answer.kind === "ok" ? { kind: "found", value: of(answer.value) } : lookUpFailure(answer);
}

function userOf({ id, name, email }: RestUser): VendorUser {
  return { id, ...(name ? { name } : {}), ...(email ? { email } : {}) };
}

function onDutyOf({ user, end }: RestOnCall): VendorUser {
  const until = end ? Date.parse(end) : Number.NaN;
  const name = user.name ?? user.summary;
  return {
    id: user.id,
    ...(name ? { name } : {}),
    ...(user.email ? { email: user.email } : {}),
    ...(Number.isNaN(until) ? {} : { until }),
  };
}
