package io.github.procfs4j.system;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.View;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What is counted of network protocols: a table for each protocol, of one row, with a column for
 * each name that the kernel prints of it.
 */
public abstract sealed class ProtocolCounts extends View permits NetSnmp, NetNetstat {
  ProtocolCounts(FileReading reading) {
    super(reading);
  }

  /**
   * The row of a protocol by the kernel's name for it, such as {@code Tcp}, whether it is there or
   * not.
   */
  public static Row row(String protocol) {
    Objects.requireNonNull(protocol, "protocol");
    return ProtocolLines.table(protocol).row();
  }

  /**
   * The number under a name of a protocol, such as {@code Tcp}, {@code OutSegs}. Empty if this
   * kernel prints none.
   */
  public final OptionalLong amount(String protocol, String name) {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(name, "name");
    return amount(row(protocol), name);
  }
}
