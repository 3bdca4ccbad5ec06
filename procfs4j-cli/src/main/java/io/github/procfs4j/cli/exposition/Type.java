package io.github.procfs4j.cli.exposition;

/** The types of metrics. */
public enum Type {
  /** Its values only grow. */
  COUNTER("counter", "counter", 0, 3),
  /** Its values rise and fall. */
  GAUGE("gauge", "gauge", 1, 2),
  /** node_exporter does not say what it is. */
  UNKNOWN("untyped", "unknown", 3, 5),
  /** The number of values in each range; only in {@link Format#PROTOBUF}. */
  HISTOGRAM("histogram", "histogram", 4, 7);

  private final String inText;
  private final String inOpenMetrics;
  private final int number;
  private final int field;

  Type(String inText, String inOpenMetrics, int number, int field) {
    this.inText = inText;
    this.inOpenMetrics = inOpenMetrics;
    this.number = number;
    this.field = field;
  }

  /** Its number in the enumeration of Prometheus' protocol buffers. */
  int number() {
    return number;
  }

  /** The field of its value in a {@code Metric} of Prometheus' protocol buffers. */
  int field() {
    return field;
  }

  /** Its name in a text format. */
  public String in(Format format) {
    return format.isOpenMetrics() ? inOpenMetrics : inText;
  }
}
