package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the series of a layout: first those that are instruments of the conventions, then all other
 * columns with numbers, under the kernel's names.
 *
 * <p>The sum over all CPUs is never exported beside its parts. Unless CPUs are exported one by one,
 * a table that has a row for all of them is reduced to this row, and the columns of a table that
 * has one for each CPU are added up.
 */
final class SeriesFinder {
  private static final String CPU = "cpu";
  private static final String ALL = "all";
  private static final String CPU_NUMBER = "cpu.logical_number";

  private final String source;
  private final boolean eachCpu;
  private final InstrumentTable conventions = InstrumentTable.get();

  /** Those that were found so far by name: the description of the first column counts. */
  private final Map<String, Instrument> instruments = new HashMap<>();

  SeriesFinder(String source, boolean eachCpu) {
    this.source = source;
    this.eachCpu = eachCpu;
  }

  /** The series of a layout, in its order; of several with the same identity, the first. */
  Map<Series.Key, Series> find(Layout layout) {
    Map<Series.Key, Series> found = new LinkedHashMap<>();
    for (TableLayout table : layout.tables()) {
      boolean hasSum = hasRowOfAllCpus(table);
      for (Row row : table.rows()) {
        if (!hasSum || eachCpu != isOfAllCpus(row)) {
          List<Series> ofRow = new ArrayList<>();
          ofConventions(layout, row, hasSum, ofRow);
          others(layout, table, row, hasSum, ofRow);
          ofRow.forEach(series -> found.putIfAbsent(series.key(), series));
        }
      }
    }
    return found;
  }

  private static boolean hasRowOfAllCpus(TableLayout table) {
    return table.table().labels().contains(CPU)
        && table.rows().stream().anyMatch(SeriesFinder::isOfAllCpus);
  }

  private static boolean isOfAllCpus(Row row) {
    return row.label(CPU).equals(ALL);
  }

  private void ofConventions(Layout layout, Row row, boolean hasSum, List<Series> to) {
    List<InstrumentTable.Entry> entries = conventions.entries(source, row.table().name());
    Map<List<String>, Growth> growths = new HashMap<>();
    for (InstrumentTable.Entry entry : entries) {
      Instrument instrument = entry.instrument();
      if (instrument == null) {
        continue;
      }
      List<Attribute> attributes = attributes(entry.attributes(), row, hasSum);
      Terms terms = entry.terms();
      if (!hasAll(layout, row, terms)) {
        continue;
      }
      if (terms.isShareOfGrowth()) {
        Growth growth = growths.computeIfAbsent(terms.divisors(), all -> growth(row, entries, all));
        to.add(new Series.OfGrowth(instrument, attributes, growth, terms));
      } else {
        to.add(new Series.OfCells(instrument, attributes, row, terms));
      }
    }
  }

  /** The growth for all shares of the same whole. */
  private static Growth growth(Row row, List<InstrumentTable.Entry> entries, List<String> all) {
    Set<String> columns = new LinkedHashSet<>(all);
    entries.stream()
        .map(InstrumentTable.Entry::terms)
        .filter(terms -> terms.isShareOfGrowth() && terms.divisors().equals(all))
        .forEach(terms -> columns.addAll(terms.names()));
    return new Growth(row, List.copyOf(columns), all);
  }

  private static boolean hasAll(Layout layout, Row row, Terms terms) {
    Predicate<String> exists = column -> layout.cell(row, column) != Layout.ABSENT;
    return terms.names().stream().allMatch(exists)
        && (terms.isShareOfGrowth() || terms.divisors().stream().allMatch(exists));
  }

  private List<Attribute> attributes(
      List<InstrumentTable.Template> templates, Row row, boolean hasSum) {
    List<Attribute> attributes = new ArrayList<>();
    for (InstrumentTable.Template template : templates) {
      if (!template.isLabel()) {
        attributes.add(new Attribute(template.key(), template.value(), false));
      } else if (eachCpu || !hasSum || !template.key().equals(CPU_NUMBER)) {
        String label = label(row, template.value());
        attributes.add(new Attribute(template.key(), label, template.isNumber()));
      }
    }
    return attributes;
  }

  private void others(Layout layout, TableLayout table, Row row, boolean hasSum, List<Series> to) {
    String tableName = table.table().name();
    Set<String> taken = conventions.columns(source, tableName);
    List<Attribute> labels = labels(row, hasSum);
    List<Column> ofCpus = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.kind() == Kind.IDENTIFIER
          || taken.contains(column.name())
          || layout.cell(row, column) == Layout.ABSENT) {
        continue;
      }
      if (Names.isOfCpu(column)) {
        ofCpus.add(column);
      } else {
        String name = Names.of(source, tableName, column.name());
        to.add(series(name, column, labels, row, List.of(column.name())));
      }
    }
    if (!ofCpus.isEmpty()) {
      ofCpus(tableName, labels, row, ofCpus, to);
    }
  }

  /** The columns of CPUs, named after what they count: each for itself or their sum. */
  private void ofCpus(
      String tableName, List<Attribute> labels, Row row, List<Column> columns, List<Series> to) {
    Column first = columns.getFirst();
    String name = Names.of(source, tableName, first.unit().name());
    if (eachCpu) {
      for (Column column : columns) {
        List<Attribute> attributes = new ArrayList<>(labels);
        String number = column.name().substring(CPU.length());
        attributes.add(new Attribute(CPU_NUMBER, number, true));
        to.add(series(name, column, attributes, row, List.of(column.name())));
      }
    } else {
      List<String> all = columns.stream().map(Column::name).toList();
      to.add(series(name, first, labels, row, all));
    }
  }

  private Series series(
      String name, Column column, List<Attribute> attributes, Row row, List<String> columns) {
    Instrument instrument =
        instruments.computeIfAbsent(
            name,
            key -> {
              BaseUnit unit = BaseUnit.of(column.unit());
              Instrument.Kind kind =
                  column.kind() == Kind.COUNTER ? Instrument.Kind.COUNTER : Instrument.Kind.GAUGE;
              return new Instrument(key, kind, unit.name(), unit.isWhole(), column.meaning());
            });
    return new Series.OfCells(instrument, attributes, row, Terms.sum(columns));
  }

  /** The labels of a row, except that of the CPU if there is only the row for all of them. */
  private List<Attribute> labels(Row row, boolean hasSum) {
    List<Attribute> attributes = new ArrayList<>();
    for (String name : row.table().labels()) {
      if (!name.equals(CPU)) {
        attributes.add(new Attribute(Names.word(name), label(row, name), false));
      } else if (eachCpu || !hasSum) {
        boolean isNumber = !Double.isNaN(row.numericLabel(name));
        attributes.add(new Attribute(CPU_NUMBER, row.label(name), isNumber));
      }
    }
    return attributes;
  }

  /** A label; if several rows have the same labels, with a number that distinguishes them. */
  private static String label(Row row, String name) {
    boolean isLast = name.equals(row.table().labels().getLast());
    return row.label(name) + (row.repeat() > 0 && isLast ? " #" + (row.repeat() + 1) : "");
  }
}
