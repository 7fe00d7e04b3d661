import { z } from "zod";

/** Somebody or something that PagerDuty names. */
const referenceSchema = z.object({ id: z.string(), type: z.string(), summary: z.string().nullish() });
export type RestReference = z.infer<typeof referenceSchema>;

/** An incident as REST shows it; only what Vigie reads. */
const restIncidentSchema = z.object({
  id: z.string(),
  status: z.enum(["triggered", "acknowledged", "resolved"]),
  incident_key: z.string().nullish(),
  html_url: z.string().nullish(),
  incident_number: z.int().nullish(),
  created_at: z.string().nullish(),
  last_status_change_at: z.string().nullish(),
  assignments: z.array(z.object({ assignee: referenceSchema })).catch([]),
  acknowledgements: z.array(z.object({ acknowledger: referenceSchema })).catch([]),
  last_status_change_by: referenceSchema.nullish().catch(null),
});
export type RestIncident = z.infer<typeof restIncidentSchema>;

export const userSchema = z.object({ id: z.string(), name: z.string(), email: z.string() });
export type RestUser = z.infer<typeof userSchema>;

/** Somebody who is on call. Full with `include[]=users`, else a reference with its summary. */
const onCallSchema = z.object({
  user: referenceSchema.extend({ name: z.string().nullish(), email: z.string().nullish() }),
  schedule: z.object({ id: z.string(), summary: z.string().nullish() }).nullish(),
  escalation_level: z.int(),
  end: z.string().nullish(),
});
export type RestOnCall = z.infer<typeof onCallSchema>;

export const noteSchema = z.object({ id: z.string(), content: z.string() });
export type RestNote = z.infer<typeof noteSchema>;

export const pageOfIncidents = z.object({ incidents: z.array(restIncidentSchema), more: z.boolean().catch(false) });
export const pageOfUsers = z.object({ users: z.array(userSchema), more: z.boolean().catch(false) });
export const pageOfOnCalls = z.object({ oncalls: z.array(onCallSchema), more: z.boolean().catch(false) });
export const allNotes = z.object({ notes: z.array(noteSchema) });
export const oneIncident = z.object({ incident: restIncidentSchema });
export const oneUser = z.object({ user: userSchema });
export const oneSchedule = z.object({ schedule: z.object({ id: z.string(), name: z.string() }) });
export const whatever = z.unknown();
