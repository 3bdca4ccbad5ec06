package io.github.procfs4j.model;

import java.util.Objects;

/**
 * How the cells of a column behave from sample to sample, which determines what may be computed
 * from them.
 */
public enum Kind {
  /**
   * Only grows, as long as what it counts exists: differences and rates are meaningful. The kernel
   * breaks this rule at times (a device added again, an idle time corrected); the interval in which
   * a counter fell has no rate.
   */
  COUNTER("counter"),
  /** Rises and falls: minimum, mean and maximum are meaningful, a rate is not. */
  GAUGE("gauge"),
  /** Identifies something; arithmetic on it is meaningless. */
  IDENTIFIER("identifier");

  private final String text;

  Kind(String text) {
    this.text = text;
  }

  /** {@return the kind in lower case, as used in JSON and recordings} */
  public String text() {
    return text;
  }

  /**
   * {@return the kind with this {@linkplain #text text}; a kind that a later version may add counts
   * as a gauge}
   *
   * @param text the text of a kind, such as {@code counter}
   */
  public static Kind of(String text) {
    Objects.requireNonNull(text, "text");
    for (Kind kind : values()) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    return GAUGE;
  }
}
