/**
 * Who acts, as the journal names actors: `person:ada@corp.example`, `person:slack:U012AB` where no e-mail is known,
 * `api:ci`, `api:bridge for ada@corp.example`, `vigie`. `name` is what people call them.
 */
export type Actor = { readonly id: string; readonly name?: string };
