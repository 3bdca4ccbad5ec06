package io.github.procfs4j.opentelemetry;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.SampledFile;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Registers {@link ProcfsTelemetry} where the SDK is configured by properties and environment
 * variables: with its autoconfigure module, and as an extension of the Java agent.
 *
 * <p>Properties: {@code procfs4j.enabled}; {@code procfs4j.files}, a list of files such as {@code
 * stat,net/dev}, {@code usual} or {@code all}; {@code procfs4j.root}; {@code procfs4j.each.cpu};
 * {@code procfs4j.own.process}; {@code procfs4j.processes}, how many of the busiest; {@code
 * procfs4j.greatest.age}, such as {@code 500ms}.
 */
public final class ProcfsAutoConfiguration
    implements AutoConfigurationCustomizerProvider, AutoConfigureListener {
  private static final String PREFIX = "procfs4j.";

  /** What the properties choose; null if they choose nothing. */
  private ProcfsTelemetry.@Nullable Builder chosen;

  /** For the service loader. */
  public ProcfsAutoConfiguration() {}

  /**
   * Reads the properties. A wrong one is a {@link ConfigurationException} here, which ends the
   * configuration of the SDK; what a listener throws, the SDK only logs.
   */
  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    customizer.addPropertiesCustomizer(
        config -> {
          chosen = config.getBoolean(PREFIX + "enabled", true) ? builder(config) : null;
          return Map.of();
        });
  }

  /** Registers the instruments. */
  @Override
  public void afterAutoConfigure(OpenTelemetrySdk sdk) {
    if (chosen != null) {
      chosen.export(sdk);
    }
  }

  private static ProcfsTelemetry.Builder builder(ConfigProperties config) {
    ProcfsTelemetry.Builder builder = ProcfsTelemetry.builder();
    List<String> files = config.getList(PREFIX + "files");
    if (!files.isEmpty()) {
      builder.files(files(files));
    }
    String root = config.getString(PREFIX + "root");
    if (root != null) {
      builder.procfs(Procfs.at(Path.of(root)));
    }
    if (config.getBoolean(PREFIX + "each.cpu", false)) {
      builder.eachCpu();
    }
    if (!config.getBoolean(PREFIX + "own.process", true)) {
      builder.withoutOwnProcess();
    }
    builder.busiestProcesses(config.getInt(PREFIX + "processes", 0));
    Duration age = config.getDuration(PREFIX + "greatest.age");
    return age == null ? builder : builder.greatestAge(age);
  }

  private static List<SampledFile<?>> files(List<String> names) {
    List<SampledFile<?>> files = new ArrayList<>();
    for (String name : names) {
      switch (name) {
        case "usual" -> files.addAll(Procfs.usualFiles());
        case "all" -> files.addAll(Procfs.sampledFiles());
        default -> files.add(Procfs.sampledFile(name).orElseThrow(() -> unknown(name)));
      }
    }
    return files.stream().distinct().toList();
  }

  private static ConfigurationException unknown(String name) {
    return new ConfigurationException(
        "%sfiles: «%s» is none of usual, all, %s"
            .formatted(
                PREFIX,
                name,
                Procfs.sampledFiles().stream()
                    .map(file -> file.source().name())
                    .collect(Collectors.joining(", "))));
  }
}
