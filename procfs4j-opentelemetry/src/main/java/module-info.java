/** The performance data of Linux as instruments of OpenTelemetry. */
module io.github.procfs4j.opentelemetry {
  requires static org.jspecify;

  // Only for those who configure the SDK by properties; the agent has them, too.
  requires static io.opentelemetry.sdk;
  requires static io.opentelemetry.sdk.autoconfigure.spi;
  requires transitive io.github.procfs4j;
  requires transitive io.opentelemetry.api;

  exports io.github.procfs4j.opentelemetry;

  provides io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider with
      io.github.procfs4j.opentelemetry.ProcfsAutoConfiguration;
}
