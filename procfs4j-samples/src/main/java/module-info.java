/**
 * Programs that show how to use procfs4j: each is one file and needs nothing but the library,
 * except those for JMH, JFR, Micrometer and OpenTelemetry.
 */
module io.github.procfs4j.samples {
  requires io.github.procfs4j;
  requires io.github.procfs4j.jfr;
  requires io.github.procfs4j.micrometer;
  requires io.github.procfs4j.opentelemetry;
  requires io.opentelemetry.sdk;
  requires io.opentelemetry.sdk.common;
  requires io.opentelemetry.sdk.metrics;
  requires jdk.jfr;
  requires jmh.core;
  requires micrometer.registry.prometheus;
}
