package io.github.procfs4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Samples made up from a layout and numbers, for tests that do not depend on their origin. */
public final class Samples {
  public static final Table TABLE = Table.of("table", "row");

  public static final Column COUNTER =
      new Column("counter", Unit.COUNT, Kind.COUNTER, false, "", "", "Made up.", "");

  public static final Column GAUGE =
      new Column("gauge", Unit.COUNT, Kind.GAUGE, false, "", "", "Made up.", "");

  private Samples() {}

  /** A layout of rows with a counter and a gauge each. */
  public static Layout layout(String... rows) {
    Layout.Builder builder = new Layout.Builder().table(TABLE);
    int cell = 0;
    for (String row : rows) {
      builder.newRow(TABLE, row).cell(COUNTER, cell++).cell(GAUGE, cell++);
    }
    return builder.build();
  }

  /** A sample that continues {@code before}, unless that has another layout. */
  public static Made after(Made before, long start, long end, List<Long> values) {
    return new Made(
        before.layout(), List.copyOf(values), start, end, before.layout(), before.values());
  }

  public static Made first(Layout layout, long start, long end, List<Long> values) {
    return new Made(layout, List.copyOf(values), start, end, null, List.of());
  }

  /** A made-up sample. */
  public record Made(
      Layout layout,
      List<Long> values,
      long startNanos,
      long endNanos,
      @org.jspecify.annotations.Nullable Layout layoutBefore,
      List<Long> before)
      implements Sample {

    private List<Integer> changedCells() {
      List<Integer> changed = new ArrayList<>();
      if (isContinuation()) {
        for (int cell = 0; cell < values.size(); cell++) {
          if (!values.get(cell).equals(before.get(cell))) {
            changed.add(cell);
          }
        }
      }
      return changed;
    }

    @Override
    public long value(int cell) {
      return values.get(cell);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // identity is meant
    public boolean isContinuation() {
      return layoutBefore == layout;
    }

    @Override
    public int changes() {
      return changedCells().size();
    }

    @Override
    public int changed(int i) {
      return changedCells().get(i);
    }

    @Override
    public long delta(int i) {
      int cell = changed(i);
      return values.get(cell) - before.get(cell);
    }
  }

  /** Numbers that follow {@code before}: some unchanged, some slightly greater, some arbitrary. */
  public static List<Long> next(Random random, List<Long> before) {
    double share = random.nextDouble() * random.nextDouble();
    return before.stream()
        .map(value -> random.nextDouble() < share ? another(random, value) : value)
        .toList();
  }

  static long another(Random random, long value) {
    return switch (random.nextInt(8)) {
      case 0 -> 0L;
      case 1 -> -1L - random.nextInt(3);
      case 2 -> Long.MIN_VALUE + random.nextInt(3) - 1;
      case 3 -> random.nextLong();
      default -> value + random.nextInt(1 << random.nextInt(20));
    };
  }
}
