package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import java.util.List;
import java.util.OptionalLong;

/**
 * The cost of recording itself, sampled by a {@link SelfSampler}: not a file of procfs, but a
 * source like any other.
 *
 * <p>Table <b>self</b>: one row, the process. Table <b>self_source</b>: a row for each recorded
 * source, including this one, whose numbers do not include the sample that contains them. Times are
 * wall-clock times and include whatever else ran on the CPU meanwhile; the CPU time of the process
 * does not.
 */
public final class Self extends View {
  /** Its name as a source. */
  public static final String NAME = "self";

  /** The table of the recording process, with one row. */
  public static final Table PROCESS = Table.of("self");

  /** Its row. */
  public static final Row ROW = PROCESS.row();

  /** The table of the recorded sources. */
  public static final Table SOURCE_TABLE = Table.of("self_source", "source");

  /** The description as a source. */
  public static final Source SOURCE =
      new Source(
          NAME,
          "The cost of this recording: CPU time, memory, and the time of each source",
          Source.Mode.SAMPLED,
          "",
          "",
          "",
          "procfs4j, getrusage(2), proc_pid_statm(5)");

  /** The figures. */
  public static final List<Figure> FIGURES =
      List.of(
          share(SelfColumns.SELF_CPU, "cpu", 1e9),
          share(SelfColumns.SELF_USER, "user", 1e6),
          share(SelfColumns.SELF_SYSTEM, "system", 1e6),
          new Figure(
              PROCESS.name(),
              "resident",
              "bytes",
              Limits.AMOUNT,
              SelfColumns.SELF_RESIDENT.meaning(),
              SelfColumns.SELF_RESIDENT.reference(),
              (i, row) -> i.amount(row, SelfColumns.SELF_RESIDENT) * i.pageSize()),
          Figure.rate(PROCESS, "allocated", "bytes/s", SelfColumns.SELF_ALLOCATED),
          Figure.rate(PROCESS, "written", "bytes/s", SelfColumns.SELF_WRITTEN),
          new Figure(
              SOURCE_TABLE.name(),
              "share",
              "%",
              Limits.AMOUNT,
              "Share of the time that its samples took: an upper bound of their share of one CPU.",
              SelfColumns.SELF_SOURCE_READ.reference(),
              (i, row) ->
                  (i.perSecond(row, SelfColumns.SELF_SOURCE_READ)
                          + i.perSecond(row, SelfColumns.SELF_SOURCE_PARSE))
                      / 1e9
                      * 100),
          perSample(SelfColumns.SELF_SOURCE_READ, "read", "µs", 1e3),
          perSample(SelfColumns.SELF_SOURCE_PARSE, "parse", "µs", 1e3),
          perSample(SelfColumns.SELF_SOURCE_BYTES, "size", "bytes", 1),
          Figure.rate(SOURCE_TABLE, "samples", "/s", SelfColumns.SELF_SOURCE_SAMPLES),
          Figure.rate(SOURCE_TABLE, "late", "/s", SelfColumns.SELF_SOURCE_LATE));

  private static Figure share(Column time, String name, double perSecond) {
    return new Figure(
        PROCESS.name(),
        name,
        "%",
        Limits.AMOUNT,
        time.meaning() + " As a share of one CPU.",
        time.reference(),
        (i, row) -> i.perSecond(row, time) / perSecond * 100);
  }

  private static Figure perSample(Column sum, String name, String unit, double divisor) {
    return new Figure(
            SOURCE_TABLE.name(),
            name,
            unit,
            Limits.AMOUNT,
            sum.meaning() + " Mean of a sample.",
            sum.reference(),
            (i, row) ->
                i.growth(row, sum) / i.growth(row, SelfColumns.SELF_SOURCE_SAMPLES) / divisor)
        .weightedBy("samples", Self::samples);
  }

  private static double samples(Interval interval, Row row) {
    return interval.growth(row, SelfColumns.SELF_SOURCE_SAMPLES);
  }

  Self(FileReading reading) {
    super(reading);
  }

  /**
   * {@return CPU time that the process has taken since it was started, in nanoseconds: exact if
   * native access is enabled, otherwise in steps of a hundredth of a second; empty if neither is
   * available}
   */
  public OptionalLong cpu() {
    return amount(ROW, SelfColumns.SELF_CPU);
  }

  /**
   * {@return the part of {@link #cpu} outside the kernel, in microseconds; empty if native access
   * is not enabled}
   */
  public OptionalLong user() {
    return amount(ROW, SelfColumns.SELF_USER);
  }

  /**
   * {@return the part of {@link #cpu} in the kernel, in microseconds; empty if native access is not
   * enabled}
   */
  public OptionalLong system() {
    return amount(ROW, SelfColumns.SELF_SYSTEM);
  }

  /**
   * {@return memory of the process in RAM, in pages; empty if {@code /proc/self/statm} cannot be
   * read}
   */
  public OptionalLong resident() {
    return amount(ROW, SelfColumns.SELF_RESIDENT);
  }

  /** {@return the bytes that the JVM has allocated on its heap; empty if not known} */
  public OptionalLong allocated() {
    return amount(ROW, SelfColumns.SELF_ALLOCATED);
  }

  /** {@return the size of the recording, in bytes; empty if nothing is written} */
  public OptionalLong written() {
    return amount(ROW, SelfColumns.SELF_WRITTEN);
  }

  /**
   * {@return the cost of each source, in the order of the recorder's tracks; this one is the last}
   */
  public List<OfSource> sources() {
    return rows(SOURCE_TABLE).stream().map(OfSource::new).toList();
  }

  /** The cost of the samples of one source. */
  public final class OfSource {
    private final Row row;

    private OfSource(Row row) {
      this.row = row;
    }

    /** {@return the name of the source} */
    public String name() {
      return row.label("source");
    }

    /** {@return the current time from one tick to the next, in nanoseconds} */
    public long period() {
      return amountOf(row, SelfColumns.SELF_SOURCE_PERIOD);
    }

    /** {@return the number of samples taken, including failed ones} */
    public long samples() {
      return amountOf(row, SelfColumns.SELF_SOURCE_SAMPLES);
    }

    /** {@return the number of ticks skipped because the recorder was late} */
    public long late() {
      return amountOf(row, SelfColumns.SELF_SOURCE_LATE);
    }

    /** {@return bytes read} */
    public long bytes() {
      return amountOf(row, SelfColumns.SELF_SOURCE_BYTES);
    }

    /**
     * {@return time of the reads, in nanoseconds; for samples of many files it includes the
     * processing in between}
     */
    public long read() {
      return amountOf(row, SelfColumns.SELF_SOURCE_READ);
    }

    /**
     * {@return time in addition to the reads, in nanoseconds: comparing, parsing, and encoding what
     * changed}
     */
    public long parse() {
      return amountOf(row, SelfColumns.SELF_SOURCE_PARSE);
    }

    /** The line of its row. */
    @Override
    public String toString() {
      return reading().text(row);
    }
  }
}
