/** Quantities, times and versions: `token: 4096`, `token: 24h0m0s`, `signature: v1.2.3`. */
const quantity = new RegExp(
  `^(?:${[
    "[\\d.,:_+/-]+(?:%|[KMGTP]?i?[Bb]|[mµn]?s|m|h|d|tokens?)?",
    "(?:\\d+(?:\\.\\d+)?(?:ns|us|µs|ms|s|m|h|d|w|y)){1,5}",
    "\\d{4}-\\d\\d-\\d\\dT\\S+",
    "v?\\d+(?:\\.\\d+){1,3}\\S{0,12}",
  ].join("|")})$`,
);

/** Names of objects: `secret: default-token-x7k2p`, `secret=my_app_tls`. */
const objectName = /^(?=[^A-Z]*$)[a-z][a-z0-9]{0,19}(?:[-_./][a-z0-9]{1,19})+$/;
const pathOrCallOrProse = /^[./~]|:\/\/|[({[\s]/;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const minChars = 8;

/** From here on letters alone are enough, when a third of them is upper case: `TokenExpiredError` has fewer. */
const lettersMinChars = 16;
const minUpperCaseShare = 1 / 3;

/** Whether a value looks made by a machine: what a key is, and a word, a quantity or the name of an object is not. */
export function looksRandom(value: string): boolean {
  if (uuid.test(value)) return true;
  if (value.length < minChars || quantity.test(value) || objectName.test(value) || pathOrCallOrProse.test(value))
    return false;
  if (/\d/.test(value)) return /[A-Za-z]/.test(value);
  const upperCaseShare = value.replace(/[^A-Z]/g, "").length / value.length;
  return value.length >= lettersMinChars && /[a-z]/.test(value) && upperCaseShare > minUpperCaseShare;
}
