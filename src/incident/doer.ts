/** Who did it, where; `name` is what people call them. The entry's actor is the same `by`. */
export type Doer = { readonly by: string; readonly where: string; readonly name?: string };
