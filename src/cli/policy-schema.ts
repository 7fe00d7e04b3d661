import { policyJsonSchema } from "../policy/document/schema.ts";
import type { CommandIo } from "./command.ts";

/** `vigie policy schema`: prints the published JSON Schema. */
export function policySchema(_args: readonly string[], { stdout }: Pick<CommandIo, "stdout">): number {
  stdout.write(policySchemaText());
  return 0;
}

/** The published JSON Schema as it stands in `policies/policy.schema.json`. */
export function policySchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
}
