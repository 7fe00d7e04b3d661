import type { ChangeSource } from "./change-source.ts";
import { deployment } from "./deployment.ts";
import { github } from "./github.ts";
import { mlflow } from "./mlflow.ts";

/** THE list of senders of what changed. A new one is a file and a line here. */
export const changeSources: readonly ChangeSource[] = [mlflow, github, deployment];
