package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the rows of a source have changed since the last request of a {@link SharedReader}.
 *
 * @param came the new rows, in the order of the layout
 * @param left the rows that no longer exist
 * @param described the rows that stayed but have other descriptive labels now, such as a process
 *     that runs another program: the current rows, which are equal to the previous ones
 */
public record RowChanges(List<Row> came, List<Row> left, List<Row> described) {
  /** Nothing changed. */
  static final RowChanges NONE = new RowChanges(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public RowChanges {
    Objects.requireNonNull(came, "came");
    Objects.requireNonNull(described, "described");
    Objects.requireNonNull(left, "left");
    came = List.copyOf(came);
    left = List.copyOf(left);
    described = List.copyOf(described);
  }

  static RowChanges between(List<Row> before, List<Row> now) {
    Map<Row, Row> known = new HashMap<>();
    before.forEach(row -> known.put(row, row));
    List<Row> came = new ArrayList<>();
    List<Row> described = new ArrayList<>();
    for (Row row : now) {
      Row was = known.remove(row);
      if (was == null) {
        came.add(row);
      } else if (!was.labels().equals(row.labels())) {
        described.add(row);
      }
    }
    List<Row> left = before.stream().filter(known::containsKey).toList();
    return came.isEmpty() && left.isEmpty() && described.isEmpty()
        ? NONE
        : new RowChanges(came, left, described);
  }

  /** {@return whether nothing changed} */
  public boolean isEmpty() {
    return came.isEmpty() && left.isEmpty() && described.isEmpty();
  }
}
