import { expect, onTestFinished, test } from "vitest";
import { createMasker } from "../../../src/privacy/masker.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { type Store, StoreAway } from "../../../src/store/port.ts";
import { createVault } from "../../../src/vault.ts";
import { alertRow, opening, stateOf } from "../../contract/store/samples.ts";
import { testClock, testDeps } from "../../contract/store/stores.ts";

const address = "203.0.113.77";
const hourMs = 3_600_000;

async function opened({ key = "a key that only tests know", over = {} }: { key?: string; over?: Partial<Store> } = {}) {
  const clock = testClock();
  const deps = testDeps(clock);
  const store = await openStore("sqlite::memory:", deps);
  onTestFinished(() => store.close());
  const lent = new Map<string, string>();
  const counting: Store["lend"] = async (name, value, forMs) => {
    lent.set(name, value);
    await store.lend(name, value, forMs);
  };
  let isWanted = true;
  const open = (masked = key) => {
    const vault = createVault({
      store: { ...store, lend: counting, ...over },
      key: masked,
      isWanted: () => isWanted,
      randomHex: deps.randomHex,
      now: clock.now,
    });
    return { vault, mask: createMasker({ key: masked, addresses: vault.addresses }) };
  };
  const want = (wanted: boolean) => {
    isWanted = wanted;
  };
  return { ...open(), open, store, clock, lent, want };
}

const tokenIn = (text: string) => /ip:[a-f][0-9a-f]{11}/.exec(text)?.[0] ?? "";

test("An address is revealed by its token for a day after it was named (U-18).", async () => {
  const { vault, mask, clock } = await opened();
  const token = tokenIn(mask.text(`requests from ${address}`));
  expect(await vault.reveal(token)).toBeUndefined();
  await vault.keep();
  expect(await vault.reveal(token)).toBe(address);
  clock.advance(24 * hourMs - 1);
  expect(await vault.reveal(token)).toBe(address);
  clock.advance(1);
  expect(await vault.reveal(token)).toBeUndefined();
});

test("What is stored does not hold the address, twice sealed it is two texts, and each opens its own token alone.", async () => {
  const { vault, mask, lent, clock, store } = await opened();
  const token = tokenIn(mask.text(address));
  await vault.keep();
  const first = lent.get(`source:${token}`) ?? "";
  for (const text of [first, Buffer.from(first, "base64url").toString("latin1")]) expect(text).not.toContain(address);
  clock.advance(hourMs);
  mask.text(address);
  await vault.keep();
  expect(lent.get(`source:${token}`)).not.toBe(first);
  await store.lend("source:ip:a00000000000", first, hourMs);
  expect(await vault.reveal("ip:a00000000000")).toBeUndefined();
});

test("Another key opens nothing, nor does what was altered.", async () => {
  const { vault, mask, open, store, lent } = await opened();
  const token = tokenIn(mask.text(address));
  await vault.keep();
  expect(await open("another key altogether").vault.reveal(token)).toBeUndefined();
  for (const sealed of [`${lent.get(`source:${token}`)?.slice(0, -3)}AAA`, "", "not sealed by us"]) {
    await store.lend(`source:${token}`, sealed, hourMs);
    expect(await vault.reveal(token)).toBeUndefined();
  }
});

test("Where the policy has no use for it, nothing is remembered; from when it has, what is named again is.", async () => {
  const { vault, mask, lent, want } = await opened();
  want(false);
  const text = `requests from ${address}`;
  const masked = mask.text(text);
  await vault.keep();
  expect(lent.size).toBe(0);
  want(true);
  expect(mask.text(text)).toBe(masked);
  await vault.keep();
  expect(await vault.reveal(tokenIn(masked))).toBe(address);
});

test("Named again and again it is sealed once an hour, also by a masker that knows the text; links count too.", async () => {
  const { vault, mask, lent, clock } = await opened();
  const named = async () => {
    lent.clear();
    mask.link(`https://waf.example/?ip=${address}`);
    mask.text(`from ${address}`);
    await vault.keep();
    return lent.size;
  };
  expect([await named(), await named()]).toEqual([1, 0]);
  clock.advance(hourMs);
  expect([await named(), await named()]).toEqual([1, 0]);
});

test("Other people's data is never kept.", async () => {
  const { vault, mask, lent } = await opened();
  mask.text("jane@corp.example, +33 6 12 34 56 78, token=abcdefghijk123456");
  await vault.keep();
  expect(lent.size).toBe(0);
});

test("Where the store does not take it, whoever found it is told, and so is whoever comes next, until it does.", async () => {
  let isAway = true;
  const { store } = await opened();
  const lend: Store["lend"] = (...args) => (isAway ? Promise.reject(new StoreAway("away")) : store.lend(...args));
  const { vault, mask } = await opened({ over: { lend, kept: store.kept } });
  const token = tokenIn(mask.text(address));
  const both = await Promise.allSettled([vault.keep(), vault.keep()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(vault.keep()).rejects.toBeInstanceOf(StoreAway);
  isAway = false;
  await vault.keep();
  expect(await vault.reveal(token)).toBe(address);
});

test("An incident's sources are the tokens in its alerts that can be revealed, each once.", async () => {
  const { vault, mask, store } = await opened();
  const [kept, other] = [mask.text(`flood from ${address}, ${address}`), mask.text("and 2001:db8::7")];
  await vault.keep();
  const gone = "ip:a00000000000";
  const row = alertRow("a");
  const alert = {
    ...row.alert,
    labels: { client: tokenIn(kept) },
    annotations: { summary: `${kept} ${other} ${gone}` },
  };
  await store.commit([opening("g", { alerts: [{ ...row, alert }] })]);
  const incident = (await stateOf(store, "g")).newest?.incident;
  expect(incident && (await vault.sourcesOf(incident))).toEqual([tokenIn(kept), tokenIn(other)]);
});

test("A flood of addresses is bounded.", async () => {
  const { vault, mask, lent } = await opened();
  for (let at = 0; at < 1_200; at += 1) mask.text(`from 198.51.${Math.floor(at / 250)}.${at % 250}`);
  await vault.keep();
  expect(lent.size).toBe(1_000);
});
