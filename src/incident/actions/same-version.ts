/** Whether two versions are one: registries write `8` where people and image tags write `v8`. */
export function isSameVersion(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(version: string): string {
  return version.trim().replace(/^v(?=\d)/i, "");
}
