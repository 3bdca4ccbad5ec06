package io.github.procfs4j.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code instruments.tsv}: which columns are instruments of the conventions. */
final class InstrumentTable {
  private static final String RESOURCE = "instruments.tsv";
  private static final String NOT_EXPORTED = "-";

  /**
   * A value of an instrument.
   *
   * @param instrument the instrument; null if the columns are not exported
   * @param terms how the value is computed
   * @param attributes the attributes, with labels in place of some values
   */
  record Entry(@Nullable Instrument instrument, Terms terms, List<Template> attributes) {}

  /**
   * An attribute, of which the value may be a label.
   *
   * @param key its key
   * @param value its value, or the name of the label
   * @param isLabel whether that is the name of a label
   * @param isNumber whether the label is a number
   */
  record Template(String key, String value, boolean isLabel, boolean isNumber) {
    static Template parse(String text) {
      int equals = text.indexOf('=');
      String key = text.substring(0, equals);
      String value = text.substring(equals + 1);
      return switch (value.charAt(0)) {
        case '$' -> new Template(key, value.substring(1), true, false);
        case '#' -> new Template(key, value.substring(1), true, true);
        default -> new Template(key, value, false, false);
      };
    }
  }

  /** The entries of each table, by the names of source and table. */
  private final Map<List<String>, List<Entry>> entries = new HashMap<>();

  private InstrumentTable() {}

  /** {@return the table, which is read once} */
  static InstrumentTable get() {
    return Loaded.TABLE;
  }

  private static final class Loaded {
    static final InstrumentTable TABLE = load();
  }

  private static InstrumentTable load() {
    try (InputStream in = InstrumentTable.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InstrumentTable parse(String text) {
    InstrumentTable table = new InstrumentTable();
    Instrument instrument = null;
    for (String line : text.lines().toList()) {
      String[] field = line.split("\t", -1);
      if (line.startsWith("\t")) {
        table
            .entries
            .computeIfAbsent(List.of(field[1], field[2]), key -> new ArrayList<>())
            .add(new Entry(instrument, Terms.parse(field[3]), attributes(field[4])));
      } else if (!line.startsWith("#")) {
        instrument = field[0].equals(NOT_EXPORTED) ? null : instrument(field);
      }
    }
    return table;
  }

  private static Instrument instrument(String[] field) {
    Instrument.Kind kind =
        switch (field[1]) {
          case "counter" -> Instrument.Kind.COUNTER;
          case "updowncounter" -> Instrument.Kind.UP_DOWN_COUNTER;
          default -> Instrument.Kind.GAUGE;
        };
    String unit = field[2];
    boolean isWhole = !unit.equals(Instrument.SECONDS) && !unit.equals(Instrument.SHARE);
    return new Instrument(field[0], kind, unit, isWhole, field[3]);
  }

  private static List<Template> attributes(String text) {
    List<Template> attributes = new ArrayList<>();
    for (String attribute : text.isEmpty() ? new String[0] : text.split(" ")) {
      attributes.add(Template.parse(attribute));
    }
    return List.copyOf(attributes);
  }

  /** The entries of a table of a source. */
  List<Entry> entries(String source, String table) {
    return entries.getOrDefault(List.of(source, table), List.of());
  }

  /** The columns of a table that are not exported under the kernel's names. */
  Set<String> columns(String source, String table) {
    Set<String> columns = new HashSet<>();
    for (Entry entry : entries(source, table)) {
      if (!entry.terms().isShareOfGrowth()) {
        columns.addAll(entry.terms().names());
      }
    }
    return columns;
  }
}
