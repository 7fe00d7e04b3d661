/** An alert as Alertmanager sends it; labels and annotations of the shipped rules unless said otherwise. */
export type SampleAlert = {
  readonly name?: string;
  readonly status?: "firing" | "resolved";
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly fingerprint?: string;
};

export function alertBody(alerts: readonly SampleAlert[], at: number) {
  const startsAt = new Date(at).toISOString();
  return {
    version: "4",
    groupKey: '{}:{alertname="sample"}',
    truncatedAlerts: 0,
    status: "firing",
    receiver: "vigie",
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: "http://alertmanager.example",
    alerts: alerts.map(({ name = "ServiceDown", status = "firing", labels = {}, annotations = {}, ...rest }) => ({
      status,
      labels: {
        alertname: name,
        environment: "production",
        service: "credit-scoring",
        severity: "critical",
        ...labels,
      },
      annotations: { summary: `${name} says so`, ...annotations },
      startsAt,
      endsAt: status === "resolved" ? new Date(at + 60_000).toISOString() : "0001-01-01T00:00:00Z",
      generatorURL: "http://prometheus.example/graph?g0.expr=up",
      fingerprint: `${name}-${labels.instance ?? "1"}`,
      ...rest,
    })),
  };
}

/** A drift event of requirements' appendix 3, accuracy worse by so many percent of 1.0. */
export function driftBody(percentWorse: number, at: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    schema: "drift.v1",
    source: "evidently",
    service: "credit-scoring",
    model: "credit",
    model_version: "8",
    environment: "production",
    metric: "accuracy",
    value: Number((1 - percentWorse / 100).toFixed(6)),
    baseline: 1,
    sample_size: 50_000,
    window: { from: new Date(at - 3_600_000).toISOString(), to: new Date(at).toISOString() },
    ...more,
  };
}
