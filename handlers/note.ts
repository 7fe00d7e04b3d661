import { words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";

/** Something worth knowing; nothing outdates it (protocol 12.5). */
export const note: Handler = {
  id: "note",
  offered: ({ phase }) => phase !== "closed",
  look: lookOf("note"),
  order: 102,
  ...formOf("note", { text: words("required", 2_000, "lines") }, ({ text }) => ({ act: { kind: "note", text } })),
  outdatedBy: [],
};
