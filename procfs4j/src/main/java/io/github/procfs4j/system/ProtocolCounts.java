package io.github.procfs4j.system;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.View;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Counters of network protocols: a table with one row for each protocol, and in it a column for
 * each name that the kernel prints.
 */
public abstract sealed class ProtocolCounts extends View permits NetSnmp, NetNetstat {
  ProtocolCounts(FileReading reading) {
    super(reading);
  }

  /**
   * {@return the row of a protocol by the kernel's name for it, such as {@code Tcp}, whether or not
   * the text contains it}
   *
   * @param protocol the kernel's name for it
   */
  public static Row row(String protocol) {
    Objects.requireNonNull(protocol, "protocol");
    return ProtocolLines.table(protocol).row();
  }

  /**
   * {@return the number with a name in a protocol, such as {@code Tcp}, {@code OutSegs}} Empty if
   * this kernel does not print it.
   *
   * @param protocol the kernel's name for the protocol
   * @param name the kernel's name for the number
   */
  public final OptionalLong amount(String protocol, String name) {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(name, "name");
    return amount(row(protocol), name);
  }
}
