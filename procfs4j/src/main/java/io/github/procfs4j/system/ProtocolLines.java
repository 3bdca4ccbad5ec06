package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code net/snmp} and {@code net/netstat} have in common: for each protocol, a line of names
 * and a line of as many numbers. Each protocol becomes a table with one row; a protocol may have
 * several pairs of lines, as {@code IcmpMsg} has.
 *
 * <p>Numbers without names, or whose count differs from that of the names, are a problem, and are
 * kept under generated names.
 */
final class ProtocolLines {
  private final Map<String, Descriptions> descriptions;
  private final Layout.Builder out;

  /** The protocol whose names have been read and whose numbers follow. */
  private @Nullable String protocol;

  private List<Column> columns = List.of();

  private ProtocolLines(Map<String, Descriptions> descriptions, Layout.Builder out) {
    this.descriptions = descriptions;
    this.out = out;
  }

  /** Reads a whole text. */
  static void parse(Cursor in, Layout.Builder out, Map<String, Descriptions> descriptions) {
    in.expectText();
    in.eachLine(new ProtocolLines(descriptions, out)::read);
  }

  /** The table of a protocol by the kernel's name for it, such as {@code Tcp}. */
  static Table table(String protocol) {
    return Table.of(protocol);
  }

  /**
   * The column for a name of a protocol.
   *
   * @param descriptions the descriptions by protocol
   */
  static Column column(Map<String, Descriptions> descriptions, String protocol, String name) {
    return descriptions.getOrDefault(protocol, Descriptions.NONE).column(name, Unit.COUNT);
  }

  private void read(Cursor line) {
    String name = line.until(':');
    if (name.equals(protocol)) {
      protocol = null;
      numbers(line, name, columns);
    } else if (isNumberNext(line)) {
      numbers(line, name, List.of());
    } else {
      protocol = name;
      columns = names(line, name);
    }
  }

  /**
   * Decides only by the kind of the first byte, which every number that may occur here begins with.
   */
  private static boolean isNumberNext(Cursor line) {
    return !line.atLineEnd()
        && "-0123456789".chars().anyMatch(c -> line.isNext(Character.toString(c)));
  }

  private List<Column> names(Cursor line, String name) {
    List<Column> names = new ArrayList<>();
    while (!line.atLineEnd()) {
      names.add(column(descriptions, name, line.word()));
    }
    return names;
  }

  private void numbers(Cursor line, String name, List<Column> names) {
    Layout.Builder.RowBuilder row = out.row(table(name));
    List<Integer> cells = new ArrayList<>();
    while (!line.atLineEnd()) {
      int place = cells.size();
      cells.add(
          place < names.size() ? Descriptions.number(line, names.get(place)) : line.unsigned());
    }
    boolean isPaired = cells.size() == names.size();
    for (int i = 0; i < cells.size(); i++) {
      row.cell(isPaired ? names.get(i) : Descriptions.unnamed(i + 2), cells.get(i));
    }
    if (!isPaired) {
      throw line.malformed(
          names.size() + " numbers, as the line before has names, not " + cells.size());
    }
  }
}
