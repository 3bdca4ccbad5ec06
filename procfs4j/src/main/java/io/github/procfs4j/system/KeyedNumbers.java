package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.Objects;
import java.util.OptionalLong;

/** A table of one row, with a column for each key that the kernel prints. */
public abstract sealed class KeyedNumbers extends View permits MemInfo, VmStat, NetSnmp6 {
  private final Row row;
  private final Descriptions descriptions;

  KeyedNumbers(FileReading reading, Table table, Descriptions descriptions) {
    super(reading);
    this.row = table.row();
    this.descriptions = descriptions;
  }

  /** Reads lines, each with a key and a number. */
  static void parse(Cursor in, Layout.Builder out, Table table, Descriptions descriptions) {
    in.expectText();
    Layout.Builder.RowBuilder row = out.row(table);
    in.eachLine(
        line -> {
          String key = line.word();
          int cell = line.unsigned();
          row.cell(Descriptions.alone(line, descriptions.column(key, Unit.COUNT)), cell);
        });
  }

  /**
   * {@return the amount for one of the kernel's keys, such as {@code DirectMap2M}: sizes in bytes,
   * counts unchanged} Empty if this kernel does not print the key.
   *
   * @param key the key, without the colon
   */
  public final OptionalLong amount(String key) {
    Objects.requireNonNull(key, "key");
    return amount(descriptions.column(key, Unit.COUNT));
  }

  /**
   * {@return the amount in a column, in the column's unit} Empty if this kernel does not print it.
   *
   * @param column the column, identified by its name
   */
  public final OptionalLong amount(Column column) {
    return amount(row, column);
  }

  /** The amount in a column that every kernel prints. */
  final long printed(Column column) {
    return amountOf(row, column);
  }
}
