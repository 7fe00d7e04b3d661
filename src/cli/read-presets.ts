import { readdir } from "node:fs/promises";
import { posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { IncludedFile } from "../policy/document/includes.ts";
import { readPolicyText } from "../policy/document/policy-text.ts";
import type { PresetSources } from "../policy/presets/named-presets.ts";
import type { PresetFile } from "../policy/presets/preset.ts";
import { isPresetPath, presetsNamedIn } from "../policy/presets/preset-names.ts";
import { errorCode, type ReadText, readFromDisk } from "./disk.ts";

/** The presets that a policy may take, and the one that it is itself. */
export type ReadPresets = Required<PresetSources> & { readonly isPreset?: string };

const shipped = new URL("../../policies/", import.meta.url);
/** What comes with Vigie to be copied and included, and gives no figures. */
const aboutPeople: ReadonlySet<string> = new Set(["contacts.example", "rbac"]);

/**
 * Reads the presets that a policy and its included files name: from the policies that come with Vigie by name, else by a
 * path relative to the policy's folder. One that is not there is left out, for the compiler to say where it is named.
 *
 * @param file path of the policy; throws what `read` throws, but for a file that is not there
 */
export async function readPresets(
  file: string,
  text: string,
  included: readonly IncludedFile[],
  read: ReadText,
): Promise<ReadPresets> {
  const names = (await readdir(shipped)).flatMap((name) => /^(.+)\.yaml$/.exec(name)?.[1] ?? []);
  const shippedPresets = names.filter((name) => !aboutPeople.has(name)).sort();
  const texts = [{ file, text }, ...included].map((one) => readPolicyText(one.text, one.file, "en"));
  const named = new Set(texts.flatMap((one) => (one.ok ? presetsNamedIn(one.text.data) : [])));
  const presets = await Promise.all(
    [...named].map((name) => {
      if (isPresetPath(name)) return readOurs(name, file, read);
      return shippedPresets.includes(name) ? readShipped(name) : undefined;
    }),
  );
  const isPreset = shippedPresets.find((name) => name !== "default" && resolve(file) === pathOf(name));
  return { presets: presets.filter((one) => one !== undefined), shippedPresets, ...(isPreset ? { isPreset } : {}) };
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`${name}.yaml`, shipped));
}

async function readShipped(name: string): Promise<PresetFile> {
  return { name, file: `policies/${name}.yaml`, text: await readFromDisk(pathOf(name)) };
}

async function readOurs(name: string, policy: string, read: ReadText): Promise<PresetFile | undefined> {
  const file = posix.join(posix.dirname(policy), name);
  try {
    return { name, file, text: await read(file) };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
