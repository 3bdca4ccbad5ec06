package io.github.procfs4j.cli.exposition;

import io.github.procfs4j.cli.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The labels of a series, in their order.
 *
 * @param all the labels
 */
public record Labels(List<Label> all) {
  /** No labels. */
  public static final Labels NONE = new Labels(List.of());

  private static final int LABEL = 1;
  private static final int NAME = 1;
  private static final int VALUE = 2;

  /**
   * A label.
   *
   * @param name its name
   * @param value its value, as it is
   */
  public record Label(String name, String value) {}

  /** Labels that do not change. */
  public Labels {
    all = List.copyOf(all);
  }

  /** One label. */
  public static Labels of(String name, String value) {
    return new Labels(List.of(new Label(name, value)));
  }

  /** These labels and some after them. */
  public Labels with(Label... more) {
    List<Label> both = new ArrayList<>(all);
    both.addAll(Arrays.asList(more));
    return new Labels(both);
  }

  /** As the text formats have them, in braces; empty if there are none. */
  public String text() {
    if (all.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < all.size(); i++) {
      text.append(i == 0 ? "" : ",").append(all.get(i).name).append("=\"");
      text.append(Names.label(all.get(i).value)).append('"');
    }
    return text.append('}').toString();
  }

  /** Fields of a {@code Metric} of Prometheus' protocol buffers. */
  byte[] encoded() {
    Message fields = new Message();
    for (Label label : all) {
      fields.message(LABEL, new Message().text(NAME, label.name).text(VALUE, label.value));
    }
    return fields.toBytes();
  }
}
