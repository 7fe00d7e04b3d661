/** The e-mail in `person:ada@corp.example` or `api:bridge for ada@corp.example`, in lower case. */
export function emailOfActor(by: string): string | undefined {
  return /(?:^person:| for )([^\s:@]+@[^\s:@]+)$/.exec(by)?.[1]?.toLowerCase();
}
