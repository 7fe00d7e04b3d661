/** The label that finds the issue of an incident again (protocol 2). */
export function traceLabel(uid: string): string {
  return `vigie-${uid}`;
}

/** The label that finds the incident of an issue. */
export function groupLabel(groupId: string): string {
  return `vigie-group-${groupId}`;
}

/** The incident that an issue's labels name; `null` where they name none. */
export function incidentOfLabels(labels: readonly string[]): { readonly groupId: string; readonly uid: string } | null {
  const named = (shape: RegExp) => labels.flatMap((label) => shape.exec(label)?.[1] ?? [])[0];
  const [groupId, uid] = [named(/^vigie-group-([0-9a-f]{32})$/), named(/^vigie-([0-9a-f]{32})$/)];
  return groupId === undefined || uid === undefined ? null : { groupId, uid };
}
