import type { SandboxView } from "./block-rules.ts";

type Typed = Readonly<Record<string, string>>;

/** What a sent form holds, as `view.state.values` of the payload names it. */
export function stateValues({ blocks }: SandboxView, typed: Typed): object {
  return Object.fromEntries(
    blocks.flatMap((block) => {
      if (block.type !== "input") return [];
      const { block_id = "", element } = block;
      const value = heldBy(element, typed[block_id] ?? "");
      return [[block_id, { [element.action_id ?? ""]: { type: element.type, ...value } }]];
    }),
  );
}

type Element = Extract<SandboxView["blocks"][number], { type: "input" }>["element"];

function heldBy(element: Element, typed: string): object {
  switch (element.type) {
    case "plain_text_input":
      return { value: typed === "" ? null : typed };
    case "static_select":
      return { selected_option: element.options.find(({ value }) => value === typed) ?? null };
    case "users_select":
      return { selected_user: typed === "" ? null : typed };
    case "checkboxes":
      return { selected_options: element.options.filter(({ value }) => value === typed) };
  }
}
