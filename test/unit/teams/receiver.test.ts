import { afterEach, beforeEach, expect, test } from "vitest";
import type { TeamsBinding } from "../../../src/receivers/teams/binding.ts";
import { aView, channel, destination, nine, promoted, resolved } from "./a-view.ts";
import { aWorld, type World } from "./a-world.ts";

let world: World;
beforeEach(async () => {
  world = await aWorld();
});
afterEach(() => world.stop());

async function posted(): Promise<TeamsBinding> {
  const { binding } = await world.sync(aView(), null);
  if (!binding) throw new Error("nothing was posted");
  world.requests.length = 0;
  return binding;
}

test("A new incident is one post, bound by the root message's own id, with a link to it", async () => {
  const view = aView();
  const step = world.receiver.next(view, null, destination);
  expect(step).toMatchObject({ step: "post", idempotent: false });
  if (!step) return;
  const outcome = await world.write(view, null, step);
  expect(outcome).toMatchObject({
    kind: "sent",
    binding: {
      ...{ serviceUrl: world.options.serviceUrl, tenantId: world.options.tenantId },
      conversationId: `${channel};messageid=${nine}`,
      activityId: expect.stringMatching(/^1:/),
      lastSeq: 3,
      rungSeq: 3,
    },
    told: { link: expect.stringContaining(`/l/message/${encodeURIComponent(channel)}/${nine}`) },
  });
  expect(world.connectorCalls()).toEqual(["POST /sandbox/teams/teams/emea/v3/conversations"]);
  const [thread] = world.standIn.threads();
  expect(thread?.root.activity).toMatchObject({
    summary: expect.stringContaining("CRITICAL"),
    channelData: { notification: { alert: true } },
  });
});

test("The same incident again is nothing to write", async () => {
  const binding = await posted();
  expect(world.receiver.next(aView(), binding, destination)).toBeNull();
});

test("Being told of its own link costs the channel no edit", async () => {
  const view = aView();
  const step = world.receiver.next(view, null, destination);
  const outcome = step && (await world.write(view, null, step));
  if (outcome?.kind !== "sent" || outcome.told?.link === undefined) throw new Error("nothing was told");
  const standing = { [destination.id]: { state: "told", link: outcome.told.link } } as const;
  expect(world.receiver.next(aView({ standing }), outcome.binding, destination)).toBeNull();
});

test("A WARNING's first message does not notify, a CRITICAL's does (behaviour 4)", () => {
  const alertOf = (severity: "warning" | "critical") =>
    world.receiver.next(aView({ severity }), null, destination)?.activity.channelData;
  expect(alertOf("warning")).toBeUndefined();
  expect(alertOf("critical")).toEqual({ notification: { alert: true } });
});

test("A change is an edit of the same message", async () => {
  const binding = await posted();
  const { steps, binding: after } = await world.sync(aView({ severity: "urgent", worst: "urgent" }), binding);
  expect(steps).toEqual(["edit"]);
  expect(world.connectorCalls()).toEqual([
    `PUT /sandbox/teams/teams/emea/v3/conversations/${binding.conversationId}/activities/${binding.activityId}`,
  ]);
  expect(after?.activityId).toBe(binding.activityId);
  expect(world.standIn.threads()).toHaveLength(1);
  expect(JSON.stringify(world.standIn.threads()[0]?.root.activity)).toContain("URGENT");
});

test("A story line is a reply in the thread, told once", async () => {
  const binding = await posted();
  const view = aView({}, [resolved]);
  const { steps, binding: after } = await world.sync(view, binding);
  expect(steps).toContain("reply:4");
  expect(steps.filter((step) => step.startsWith("ring"))).toEqual([]);
  expect(world.standIn.threads()[0]?.replies).toHaveLength(1);
  expect(world.receiver.next(view, after, destination)).toBeNull();
});

test("What rings is a new short post with a link to the message, before the edit and the reply (behaviour 4)", async () => {
  const { binding } = await world.sync(aView({ severity: "warning", worst: "warning" }), null);
  const { steps } = await world.sync(aView({}, [promoted]), binding);
  expect(steps).toEqual(["ring:4", "edit", "reply:4"]);
  const [first, ring] = world.standIn.threads();
  expect(ring?.root.activity).toMatchObject({ channelData: { notification: { alert: true } } });
  expect(JSON.stringify(ring?.root.activity)).toContain(`/l/message/${encodeURIComponent(channel)}/${first?.root.id}`);
  expect(first?.replies).toHaveLength(1);
});

test("A message that people deleted is posted anew, once, and the thread goes on there", async () => {
  const binding = await posted();
  const thread = () => world.standIn.threads().at(-1);
  const remove = async () => {
    const token = await tokenOf(world);
    const { channel: place = "", root } = thread() ?? {};
    const url = `${world.options.serviceUrl}/v3/conversations/${encodeURIComponent(`${place};messageid=${root?.id}`)}/activities/${root?.id}`;
    expect((await fetch(url, { method: "DELETE", headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  };
  await remove();
  const view = aView({ severity: "urgent" }, [resolved]);
  const { steps, binding: anew } = await world.sync(view, binding);
  expect(steps).toEqual(["edit", "post", "reply:4"]);
  expect(anew?.activityId).not.toBe(binding.activityId);
  await remove();
  const worse = aView({ severity: "info" }, [resolved]);
  const step = world.receiver.next(worse, anew, destination);
  expect(step && (await world.write(worse, anew, step))).toMatchObject({
    kind: "refused",
    reason: "not-found",
    detail: expect.stringContaining("ActivityNotFoundInConversation"),
  });
});

test("Where drawing fails, one plain line is posted, and later the card takes its place", async () => {
  const view = aView();
  const step = world.receiver.plain(view, null, destination);
  if (!step) throw new Error("nothing plain to write");
  const outcome = await world.write(view, null, step);
  if (outcome.kind !== "sent") throw new Error(JSON.stringify(outcome));
  expect(world.standIn.threads()[0]?.root.activity).toMatchObject({ text: expect.stringContaining("VIG-1042") });
  expect(world.receiver.plain(view, outcome.binding, destination)).toBeNull();
  expect((await world.sync(view, outcome.binding)).steps).toEqual(["edit"]);
});

test("The plain line never throws, whatever is broken in the incident", () => {
  const broken = aView(JSON.parse('{"severity": null, "identity": null, "lead": null}'));
  expect(world.receiver.plain(broken, null, destination)?.activity.text).toContain("VIG-1042");
});

test("A binding of another tenant, or of the sandbox when Teams is real, is not a message here", async () => {
  const binding = await posted();
  expect(world.receiver.readBinding(binding)).toEqual(binding);
  expect(world.receiver.readBinding({ ...binding, tenantId: "another" })).toBeNull();
  expect(world.receiver.readBinding({ ...binding, serviceUrl: "https://smba.trafficmanager.net/emea/" })).toBeNull();
  expect(world.receiver.readBinding({ ...binding, hash: 7 })).toBeNull();
});

test("A mention in the policy calls its person when a message rings, never when it is edited", async () => {
  const to = { ...destination, mention: "Ada Lovelace <ada@example.org>" };
  const view = aView();
  const step = world.receiver.next(view, null, to);
  const card = step?.activity.attachments?.[0]?.content;
  expect(card?.msteams.entities).toEqual([
    { type: "mention", text: "<at>Ada Lovelace</at>", mentioned: { id: "ada@example.org", name: "Ada Lovelace" } },
  ]);
  expect(JSON.stringify(card?.body)).toContain("<at>Ada Lovelace</at>");
  const { binding } = await world.sync(view, null, to);
  expect(world.receiver.next(view, binding, to)).toBeNull();
  const edit = world.receiver.next(aView({ severity: "urgent" }), binding, to);
  expect(edit?.step).toBe("edit");
  expect(JSON.stringify(edit?.activity)).not.toContain("<at>");
});

async function tokenOf({ options }: World): Promise<string> {
  const answer = await fetch(`${options.loginUrl}/${options.tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: options.appId,
      client_secret: options.password,
      scope: "https://api.botframework.com/.default",
    }),
  });
  return String(Object.entries((await answer.json()) as object).find(([name]) => name === "access_token")?.[1]);
}
