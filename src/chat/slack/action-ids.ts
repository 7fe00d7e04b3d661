/** Forms, whose metadata says what they ask for. */
export const formCallback = "vigie:form";
/** The message shortcut "make this an incident". */
export const reportCallback = "vigie:report";
/** The slash command. */
export const slashName = "/vigie";
