import { expect, it } from "vitest";
import { hidingSecrets } from "../../../src/hide-secrets.ts";

it("A secret that a vendor repeats is hidden as it is, in an address and in JSON; ordinary words stay.", () => {
  const hide = hidingSecrets(
    new Map([
      ["FLAGS_KEY", ['k"ey /with', "short"]],
      ["FLAGS_KEY_2", ['k"ey /with more']],
    ]),
  );
  expect(hide('no k"ey /with here')).toBe("no [FLAGS_KEY] here");
  expect(hide("?key=k%22ey%20%2Fwith&x")).toBe("?key=[FLAGS_KEY]&x");
  expect(hide(JSON.stringify({ sent: 'k"ey /with' }))).toBe('{"sent":"[FLAGS_KEY]"}');
  expect(hide('k"ey /with more')).toBe("[FLAGS_KEY_2]");
  expect(hide("a short word")).toBe("a short word");
});
