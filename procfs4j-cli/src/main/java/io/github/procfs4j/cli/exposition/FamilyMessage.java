package io.github.procfs4j.cli.exposition;

import io.github.procfs4j.cli.protobuf.Message;

/**
 * A {@code MetricFamily} of Prometheus' protocol buffers ({@code
 * io/prometheus/client/metrics.proto} of its client_model), to which metrics are added one after
 * the other.
 */
final class FamilyMessage {
  private static final int NAME = 1;
  private static final int HELP = 2;
  private static final int TYPE = 3;
  private static final int METRIC = 4;
  private static final int VALUE = 1;

  private final Message family = new Message();
  private final Message metric = new Message();
  private final Message value = new Message();
  private Type type = Type.UNKNOWN;
  private int empty;

  /** Begins another family. */
  FamilyMessage begin(String name, Type ofAll, String help) {
    type = ofAll;
    family.clear().text(NAME, name).text(HELP, help).number(TYPE, ofAll.number());
    empty = family.size();
    return this;
  }

  /**
   * Adds a metric with a number.
   *
   * @param labels its labels, encoded
   */
  void add(byte[] labels, double number) {
    add(labels, value.clear().real(VALUE, number));
  }

  /**
   * Adds a metric.
   *
   * @param of its value, a message of the type of the family
   */
  void add(byte[] labels, Message of) {
    family.message(METRIC, metric.clear().encoded(labels).message(type.field(), of));
  }

  /** Writes the family if it has metrics. */
  void writeTo(TextBuffer to) {
    if (family.size() > empty) {
      to.put(metric.clear().delimited(family).toBytes());
    }
  }
}
