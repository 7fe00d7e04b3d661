/**
 * Who an alert is about, read from its labels by the policy's `identity:` (behaviour 1). Nothing is invented:
 * a part that no label gives is absent, but for the environment, which is then assumed to be production.
 */
export type Identity = {
  readonly environment: string;
  readonly environmentAssumed: boolean;
  readonly service?: string;
  readonly model?: string;
  readonly family: string;
};
