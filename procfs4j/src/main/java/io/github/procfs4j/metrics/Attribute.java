package io.github.procfs4j.metrics;

import java.util.Objects;

/**
 * An attribute of a series.
 *
 * @param key its key, such as {@code cpu.mode}
 * @param value its value; may be of unknown origin and contain any characters
 * @param isNumber whether the conventions demand a number, which the value then is
 */
public record Attribute(String key, String value, boolean isNumber) {
  /** Checks for null. */
  public Attribute {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }
}
