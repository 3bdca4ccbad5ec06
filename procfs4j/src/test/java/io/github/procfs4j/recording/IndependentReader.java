package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.printable.Printable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Another reader of recordings, written from docs/recording-format.md alone: it shares no code with
 * the library, not even for reading a number or computing a checksum, and does not try to be fast.
 */
final class IndependentReader {
  /** The number of a column, and its description in the file. */
  record Column(
      String name, String unit, BigInteger factor, int decimals, String kind, boolean isSigned) {}

  record Clock(long nanos, long seconds, long nanoseconds) {}

  final Map<String, String> facts = new HashMap<>();
  final List<Source> sources = new ArrayList<>();
  final List<Column> columns = new ArrayList<>();
  final List<Clock> clocks = new ArrayList<>();
  boolean hasEnd;
  int ignored;

  /** What has been read of one source. */
  static final class Source {
    String name = "";
    long period;
    String purpose = "";
    String reference = "";
    long lateTicks;
    final List<String> failures = new ArrayList<>();
    final List<Seen> samples = new ArrayList<>();
    @Nullable String[] places = {};
    long[] cells = {};
    final List<Shape> shapes = new ArrayList<>();
    int stride;

    /** The rows by slot; null if there is none. */
    final List<@Nullable SlotRow> slots = new ArrayList<>();

    boolean needsKey = true;
    boolean isAfterGap;
    long time;
    long interval;
  }

  /** What rows in slots have in common. */
  record Shape(String table, List<String> labels, int describing, List<Integer> columns) {}

  record SlotRow(Shape shape, List<String> labels, int repeat) {
    String text() {
      List<String> labelled = new ArrayList<>();
      for (int i = 0; i < labels.size(); i++) {
        if (!labels.get(i).isEmpty()) {
          labelled.add(shape.labels.get(i) + "=" + labels.get(i));
        }
      }
      if (repeat > 0) {
        labelled.add("#" + (repeat + 1));
      }
      return Printable.line(shape.table + "[" + String.join(" ", labelled) + "]");
    }
  }

  private final byte[] file;
  private int at;

  IndependentReader(byte[] file) {
    this.file = file;
    if (!new String(file, 0, 8, US_ASCII).equals("procfs4j") || u32(8) > 2) {
      throw new IllegalArgumentException("not a recording of version 1 or 2");
    }
    at = 16;
    while (isWhole(at)) {
      int end = at + 8 + (int) u32(at);
      at += 8;
      while (at < end) {
        record();
      }
      at = end;
    }
    ignored = file.length - at;
  }

  private long u32(int from) {
    long value = 0;
    for (int i = 3; i >= 0; i--) {
      value = value * 256 + (file[from + i] & 0xff);
    }
    return value;
  }

  private boolean isWhole(int from) {
    if (file.length - from < 8) {
      return false;
    }
    long length = u32(from);
    return length <= 67_108_864
        && length <= file.length - from - 8
        && crc32c(from, (int) length) == u32(from + 4);
  }

  private long crc32c(int from, int length) {
    long crc = 0xffffffffL;
    for (int i = 0; i < 8 + length; i++) {
      if (i < 4 || i >= 8) {
        crc ^= file[from + i] & 0xff;
        for (int bit = 0; bit < 8; bit++) {
          crc = crc % 2 == 1 ? crc / 2 ^ 0x82f63b78L : crc / 2; // 0x1edc6f41 reflected
        }
      }
    }
    return crc ^ 0xffffffffL;
  }

  private BigInteger bigNumber() {
    BigInteger value = BigInteger.ZERO;
    for (int bits = 0; ; bits += 7) {
      int next = file[at++] & 0xff;
      value = value.add(BigInteger.valueOf(next % 128).shiftLeft(bits));
      if (next < 128) {
        return value;
      }
    }
  }

  private int number() {
    return bigNumber().intValueExact();
  }

  private long signed() {
    BigInteger number = bigNumber();
    BigInteger half = number.shiftRight(1);
    return (number.testBit(0) ? half.negate().subtract(BigInteger.ONE) : half).longValueExact();
  }

  private String string() {
    int length = number();
    at += length;
    return new String(file, at - length, length, UTF_8);
  }

  private void record() {
    int type = number();
    int length = number();
    int end = at + length;
    switch (type) {
      case 1 -> facts.put(string(), string());
      case 2 -> {
        Source source = new Source();
        check(number() == sources.size());
        source.period = bigNumber().longValueExact();
        source.name = string();
        source.purpose = string();
        source.reference = string();
        sources.add(source);
      }
      case 3 ->
          columns.add(
              new Column(
                  string(), string(), bigNumber(), number(), string(), bigNumber().testBit(0)));
      case 4 -> layout(sources.get(number()));
      case 5 -> {
        Source source = sources.get(number());
        while (at < end) {
          sample(source);
        }
      }
      case 6 -> {
        Source source = sources.get(number());
        signed();
        source.lateTicks += number();
      }
      case 7 -> sources.get(number()).failures.add(signed() + " " + string() + ": " + string());
      case 8 -> clocks.add(new Clock(signed(), signed(), number()));
      case 9 -> hasEnd = true;
      case 10 -> {
        Source source = sources.get(number());
        String table = string();
        List<String> labels = strings(number());
        int describing = number();
        List<Integer> columnsHere = new ArrayList<>();
        for (int left = number(); left > 0; left--) {
          columnsHere.add(number());
        }
        source.shapes.add(new Shape(table, labels, describing, columnsHere));
      }
      case 11 -> {
        Source source = sources.get(number());
        source.needsKey = true;
        source.stride = number();
        source.slots.clear();
        source.cells = new long[0];
        rows(source);
      }
      case 12 -> rows(sources.get(number()));
      default -> {}
    }
    check(at <= end);
    at = end;
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not as the format says");
    }
  }

  private void layout(Source source) {
    source.cells = new long[number()];
    source.places = new @Nullable String[source.cells.length];
    source.needsKey = true;
    String[] strings = new String[number()];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = string();
    }
    for (int tables = number(); tables > 0; tables--) {
      String table = strings[number()];
      String[] labels = new String[number()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = strings[number()];
      }
      String[] columnsHere = new String[number()];
      for (int i = 0; i < columnsHere.length; i++) {
        columnsHere[i] = columns.get(number()).name();
      }
      for (int rows = number(); rows > 0; rows--) {
        row(source, table, labels, columnsHere, strings);
      }
    }
    check(!Arrays.asList(source.places).contains(null));
  }

  private void row(
      Source source, String table, String[] labels, String[] columnsHere, String[] strings) {
    List<String> labelled = new ArrayList<>();
    for (String label : labels) {
      String value = strings[number()];
      if (!value.isEmpty()) {
        labelled.add(label + "=" + value);
      }
    }
    int repeat = number();
    if (repeat > 0) {
      labelled.add("#" + (repeat + 1));
    }
    int expected = 0;
    for (String column : columnsHere) {
      int code = number();
      if (code != 0) {
        int zigzag = code - 1;
        int cell = expected + (zigzag % 2 == 0 ? zigzag / 2 : -(zigzag + 1) / 2);
        check(source.places[cell] == null);
        source.places[cell] =
            Printable.line(table + "[" + String.join(" ", labelled) + "]") + " " + column;
        expected = cell + 1;
      }
    }
  }

  private List<String> strings(int count) {
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strings.add(string());
    }
    return strings;
  }

  private void rows(Source source) {
    List<@Nullable SlotRow> slots = source.slots;
    List<Integer> anew = new ArrayList<>();
    int slot = -1;
    for (int left = number(); left > 0; left--) {
      slot += 1 + number();
      check(slots.get(slot) != null);
      slots.set(slot, null);
      anew.add(slot);
    }
    slot = -1;
    for (int left = number(); left > 0; left--) {
      slot += 1 + number();
      check(slot <= slots.size());
      if (slot == slots.size()) {
        slots.add(null);
      }
      int shape = number();
      if (shape > 0) {
        check(slots.get(slot) == null);
        Shape here = source.shapes.get(shape - 1);
        slots.set(slot, new SlotRow(here, strings(here.labels.size()), number()));
        anew.add(slot);
      }
    }
    slot = -1;
    for (int left = number(); left > 0; left--) {
      slot += 1 + number();
      SlotRow row = Objects.requireNonNull(slots.get(slot));
      List<String> labels =
          new ArrayList<>(row.labels.subList(0, row.labels.size() - row.shape.describing));
      labels.addAll(strings(row.shape.describing));
      slots.set(slot, new SlotRow(row.shape, labels, row.repeat));
    }
    while (!slots.isEmpty() && slots.getLast() == null) {
      slots.removeLast();
    }
    source.cells = Arrays.copyOf(source.cells, slots.size() * source.stride);
    for (int each : anew) {
      if (each < slots.size()) {
        Arrays.fill(source.cells, each * source.stride, (each + 1) * source.stride, 0);
      }
    }
    source.places = new @Nullable String[source.cells.length];
    for (int s = 0; s < slots.size(); s++) {
      SlotRow row = slots.get(s);
      for (int i = 0; row != null && i < row.shape.columns.size(); i++) {
        source.places[s * source.stride + i] =
            row.text() + " " + columns.get(row.shape.columns.get(i)).name();
      }
    }
  }

  private void sample(Source source) {
    int head = number();
    long start = signed();
    if (head == 0) {
      source.time = start;
      source.interval = 0;
    } else {
      source.interval += start;
      source.time += source.interval;
    }
    long end = source.time + bigNumber().longValueExact();
    if (head == 1) {
      source.needsKey = true;
      source.isAfterGap = true;
      return;
    }
    if (head == 0) {
      check(number() == source.cells.length);
      for (int i = 0; i < source.cells.length; i++) {
        source.cells[i] = signed();
      }
    } else {
      check(!source.needsKey);
      int cell = -1;
      for (int left = head - 2; left > 0; left--) {
        cell += 1 + number();
        source.cells[cell] += signed();
      }
    }
    SequencedMap<String, Long> cells = new LinkedHashMap<>();
    for (int i = 0; i < source.cells.length; i++) {
      if (source.places[i] != null) {
        cells.put(source.places[i], source.cells[i]);
      } else {
        check(source.cells[i] == 0);
      }
    }
    source.samples.add(new Seen(source.time, end, source.isAfterGap, cells));
    source.needsKey = false;
    source.isAfterGap = false;
  }

  List<List<Seen>> samples() {
    return sources.stream().map(source -> source.samples).toList();
  }
}
