/** One incident that the thirteen alerts come to. */
export type Expected = {
  readonly family: string;
  readonly service: string;
  readonly model: string | null;
  readonly severity: "warning" | "critical";
  readonly alerts: readonly string[];
  /** CRITICAL pages, WARNING does not (A000-48, A000-49). */
  readonly pages: 0 | 1;
  /** At its source's end: a model's trouble from CRITICAL up waits for people to record its cause (behaviour 3). */
  readonly waits?: true;
};

const service = "support-assistant";
const model = "answers";

/**
 * Thirteen alerts, nine incidents: two alerts of one family are one trouble. Rules that sum over the models carry no
 * model. By family, as the test lists them.
 */
export const expectedIncidents: readonly Expected[] = [
  { family: "ai-hallucination", service, model, severity: "warning", alerts: ["HighHallucinationRate"], pages: 0 },
  {
    family: "ai-quality-score",
    service,
    model,
    severity: "critical",
    alerts: ["AIQualityScoreCritical", "AIQualityScoreLow"],
    pages: 1,
    waits: true,
  },
  { family: "ai-semantic-drift", service, model, severity: "warning", alerts: ["SemanticDriftHigh"], pages: 0 },
  {
    family: "availability",
    service: "ai-gateway",
    model: null,
    severity: "critical",
    alerts: ["ServiceDown"],
    pages: 1,
  },
  {
    family: "error-budget",
    service,
    model: null,
    severity: "critical",
    alerts: ["ErrorBudgetBurnRateCritical", "ErrorBudgetBurnRateHigh"],
    pages: 1,
  },
  {
    family: "error-rate",
    service,
    model: null,
    severity: "critical",
    alerts: ["HighErrorRate", "HighErrorRateCritical"],
    pages: 1,
  },
  { family: "gdpr-compliance", service, model: null, severity: "warning", alerts: ["GDPRComplianceLow"], pages: 0 },
  { family: "pii-detection", service, model: null, severity: "warning", alerts: ["HighPIIDetectionRate"], pages: 0 },
  {
    family: "prompt-attack",
    service,
    model: null,
    severity: "critical",
    alerts: ["JailbreakAttemptDetected", "PromptInjectionDetected"],
    pages: 1,
  },
];

/** All thirteen names, sorted. */
export const expectedAlerts: readonly string[] = expectedIncidents.flatMap(({ alerts }) => alerts).sort();
