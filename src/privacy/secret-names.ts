/** Whole names; `max_token` counts. */
const bareName = /^(?:token|jwt|cookie|set-cookie|authorization)$/i;

/** `token="512"` counts, too. */
const count = /^\d{1,7}$/;

const tellingName = new RegExp(
  `(?:^|[_.-])(?:${[
    "password|passwd|pwd|passphrase",
    "api[_-]?key|(?:secret|private|signing|routing|integration)[_-]?key",
    "(?:access|auth|refresh|id|bot|bearer|api|session)[_-]?token",
    "client[_-]?secret",
    "x-(?:amz|goog)-(?:signature|credential|security-token)",
  ].join("|")})$`,
  "i",
);

/**
 * Whether the whole value of a label or link parameter is a secret, by its name. `secret` alone is not such a name: in
 * Kubernetes it names an object.
 */
export function isSecretByName(name: string, value: string): boolean {
  return tellingName.test(name) || (bareName.test(name) && !count.test(value));
}
