package io.github.procfs4j.cli.exposition;

/** The types of metrics. */
public enum Type {
  /** Its values only grow. */
  COUNTER("counter", "counter"),
  /** Its values rise and fall. */
  GAUGE("gauge", "gauge"),
  /** node_exporter does not say what it is. */
  UNKNOWN("untyped", "unknown");

  private final String inText;
  private final String inOpenMetrics;

  Type(String inText, String inOpenMetrics) {
    this.inText = inText;
    this.inOpenMetrics = inOpenMetrics;
  }

  /** Its name in a format. */
  public String in(Format format) {
    return format.isOpenMetrics() ? inOpenMetrics : inText;
  }
}
