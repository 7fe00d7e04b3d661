import { createHash } from "node:crypto";
import { type FSWatcher, watch } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Log } from "./log.ts";

/** Content is looked at so often where the file system tells nothing, in ms. */
const lookEveryMs = 3_000;
/** So long after the file system told of a change; and so long between two looks that must agree. */
const settleMs = 250;

export type PolicyWatchDeps = {
  /** The files of the policy in force. */
  readonly files: () => readonly string[];
  /** Called when other content lies there, and is whole. */
  readonly changed: () => Promise<unknown>;
  readonly log: Log;
};

/** Watches the content of the folders that a policy's files lie in. */
export type PolicyWatch = {
  readonly start: () => void;
  /** Looks once; answers whether the content was other than before and stable, so that `changed` was called. */
  readonly look: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

/**
 * Finds changes by content (behaviour 9): a ConfigMap swaps a symbolic link beside the file, editors write another file
 * and rename it, and a change of time alone is none. What differs between two looks may be half written, so it is taken
 * only once two looks agree. The folders are watched too, so that a change is found at once, and a team's new file.
 */
export function createPolicyWatch({ files, changed, log }: PolicyWatchDeps): PolicyWatch {
  let taken: string | null = null;
  let seen: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  let watchers: readonly FSWatcher[] = [];
  let watched = "";
  let stopped = true;

  const foldersOf = (some: readonly string[]) => [...new Set(some.map((file) => dirname(file)))].sort();
  const folders = () => foldersOf(files());

  const look = async (): Promise<boolean> => {
    const content = await contentOf(files(), foldersOf(files().slice(1)));
    const isStable = content === seen;
    seen = content;
    if (!isStable || content === taken) return false;
    // What the start read may have changed before the first look: it is read once more, which changes nothing else.
    taken = content;
    try {
      await changed();
      return true;
    } catch (cause) {
      taken = null;
      throw cause;
    }
  };

  const lookIn = (ms: number): void => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      looking = look()
        .then(() => (seen === taken ? lookEveryMs : settleMs))
        .catch((cause) => {
          log.error({ err: cause }, "the policy's files could not be looked at");
          return lookEveryMs;
        })
        .then((nextMs) => {
          watchFolders();
          lookIn(nextMs);
        });
    }, ms);
    timer.unref();
  };

  const watchFolders = (): void => {
    const now = folders().join("\0");
    if (stopped || now === watched) return;
    for (const one of watchers) one.close();
    watched = now;
    watchers = folders().flatMap((folder) => {
      try {
        return [watch(folder, { persistent: false }, () => lookIn(settleMs)).on("error", () => {})];
      } catch {
        // The looks find it all the same.
        return [];
      }
    });
  };

  return {
    look,
    start: () => {
      stopped = false;
      watchFolders();
      lookIn(0);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      for (const one of watchers) one.close();
      await looking;
    },
  };
}

/** A digest of the policy's files, and of every YAML file in the folders of included ones: it is found next. */
async function contentOf(files: readonly string[], folders: readonly string[]): Promise<string> {
  const beside = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder).catch(() => []);
      return names.filter((name) => /\.ya?ml$/.test(name)).map((name) => join(folder, name));
    }),
  );
  const paths = [...new Set([...files.map((file) => join(file)), ...beside.flat()])].sort();
  const digest = createHash("sha256");
  for (const path of paths) {
    const content = await readFile(path).catch(() => null);
    digest.update(`${path}\0${content === null ? "-" : content.length}\0`).update(content ?? "");
  }
  return digest.digest("hex");
}
