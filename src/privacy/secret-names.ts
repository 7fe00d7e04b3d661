/**
 * Names of labels and of link parameters whose whole value is a secret. `secret` alone is not one: in Kubernetes it
 * names an object.
 */
export const secretName = new RegExp(
  `(?:^|[_.-])(?:${[
    "password|passwd|pwd|passphrase",
    "api[_-]?key|(?:secret|private|signing|routing|integration)[_-]?key",
    "(?:access|auth|refresh|id|bot|bearer|api|session)[_-]?token",
    "client[_-]?secret",
    "x-(?:amz|goog)-(?:signature|credential|security-token)",
  ].join("|")})$`,
  "i",
);
