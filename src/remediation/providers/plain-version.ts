/** `7`, `v1.4.2+cpu`, `2026-11-20T09:00`, `sha256:9f…`, `models:/credit/7`: no blank, quote, dollar, way up or leading dash. */
const shape = /^(?!.*\.\.)\w[\w.+:@=~/-]{0,127}$/;

/**
 * Whether a version is written plainly. It comes from a registry or an event, is stored and shown, and goes into others'
 * scripts, addresses and commands.
 */
export function isPlainVersion(version: string): boolean {
  return shape.test(version);
}
