package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Made-up rows. */
@SuppressWarnings("NullAway") // what is missing fails the test
class SumsTest {
  private static final Table TABLE = Table.of("t", "one", "other");
  private static final Figure FIGURE = Figure.of(TABLE, Column.undescribed("c", Unit.COUNT));

  private static Sums sums(Room room) {
    return new Sums("s", false, new Parts(0, 1), 100, key -> false, null, room);
  }

  /** The rows for which there is a value, of those to which one is added. */
  private static List<String> rows(Sums sums, List<List<String>> labels) {
    for (List<String> row : labels) {
      Sums.Group group = sums.group(TABLE.row(row.toArray(String[]::new)));
      Sums.Sum sum = group == null ? null : sums.sum(group, 0, FIGURE);
      if (sum != null) {
        sums.add(sum, 1, Double.NaN, 0, 1, 1);
      }
    }
    Map<Key, RunValue> values = new HashMap<>();
    sums.addTo(values, new HashMap<>(), 1);
    return values.keySet().stream().map(Key::row).sorted().toList();
  }

  /** None of them takes the place of another. */
  @Test
  void rowsWithTheSameWordsAreDistinguished() {
    assertThat(
            rows(
                sums(new Room(9)),
                List.of(List.of("a b", "c"), List.of("a", "b c"), List.of("d", ""))))
        .containsExactly("a b c", "a b c (2)", "d");
  }

  @Test
  void rowsForWhichThereIsNoRoomAreLeftOut() {
    Room room = new Room(2);
    assertThat(rows(sums(room), List.of(List.of("a", ""), List.of("b", ""), List.of("a", ""))))
        .containsExactly("a", "b");
    assertThat(room.isExceeded()).isFalse();
    assertThat(rows(sums(room), List.of(List.of("c", "")))).isEmpty();
    assertThat(room.isExceeded()).isTrue();
  }

  @Test
  void longLabelsAreShortAndStayDifferent() {
    String label = "x".repeat(1_000);
    List<String> rows =
        rows(sums(new Room(9)), List.of(List.of(label + "a", ""), List.of(label + "b", "")));
    assertThat(rows).hasSize(2).allMatch(row -> row.length() <= ShortNames.LONGEST);
  }
}
