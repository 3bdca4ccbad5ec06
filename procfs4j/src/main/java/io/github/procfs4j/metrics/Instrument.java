package io.github.procfs4j.metrics;

import java.util.Objects;

/**
 * What a metrics library registers once for many values.
 *
 * @param name its name: that of the OpenTelemetry semantic conventions if they have one for it,
 *     otherwise {@code linux.} with the names of source, table and column
 * @param kind how its values behave
 * @param unit the base unit in the notation of UCUM, as OpenTelemetry writes it: {@code s}, {@code
 *     By}, {@code {packet}}, {@code 1} for shares; empty for plain numbers
 * @param isWhole whether its values are whole numbers
 * @param description what it measures
 */
public record Instrument(String name, Kind kind, String unit, boolean isWhole, String description) {
  /** The unit of times. */
  public static final String SECONDS = "s";

  /** The unit of sizes. */
  public static final String BYTES = "By";

  /** The unit of shares, 1 for all of something. */
  public static final String SHARE = "1";

  /** The first word of the names of instruments that the conventions do not have. */
  public static final String OWN_PREFIX = "linux.";

  /** How values behave. */
  public enum Kind {
    /** They only grow. */
    COUNTER,
    /** They rise and fall, and their sum over all attributes is meaningful. */
    UP_DOWN_COUNTER,
    /** They rise and fall. */
    GAUGE
  }

  /** Checks for null. */
  public Instrument {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(description, "description");
  }

  /** {@return whether the name is from the OpenTelemetry semantic conventions} */
  public boolean isOfConventions() {
    return !name.startsWith(OWN_PREFIX);
  }

  /** {@return whether its values only grow} */
  public boolean isCounter() {
    return kind == Kind.COUNTER;
  }
}
