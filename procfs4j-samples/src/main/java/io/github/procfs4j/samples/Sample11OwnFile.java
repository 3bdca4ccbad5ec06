package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.List;

/**
 * Samples a file that the library does not know, such as that of your own driver.
 *
 * <p>A description, a plain parser and figures are enough: sampling at little more than the
 * kernel's own cost, histories, recordings and shared samplers then work as for any other file. The
 * example is {@code net/sockstat6}, the sockets of IPv6:
 *
 * <pre>
 * TCP6: inuse 5
 * FRAG6: inuse 0 memory 0
 * </pre>
 *
 * <p>The parser runs for the first text, and again only when a word has changed. It must therefore
 * never decide how to continue by the value of a number that it reads as a cell.
 */
public final class Sample11OwnFile {
  private static final Table PROTOCOL = Table.of("protocol", "protocol");
  private static final Column INUSE =
      new Column(
          "inuse", Unit.COUNT, Kind.GAUGE, false, "", "", "Sockets in use.", "net/ipv6/proc.c");

  private static final SampledFile<Sockets> FILE =
      new SampledFile<>(
          new Source(
              "net/sockstat6",
              "Number of IPv6 sockets, by protocol",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_IPV6",
              "",
              "net/ipv6/proc.c"),
          Printing.ONE_CALL,
          Sample11OwnFile::parse,
          List.of(Figure.gauge(PROTOCOL, "sockets", "", INUSE)),
          Sockets::new);

  private Sample11OwnFile() {}

  private static void parse(Cursor text, Layout.Builder out) {
    text.eachLine(
        line -> {
          Layout.Builder.RowBuilder row = out.newRow(PROTOCOL, line.until(':'));
          while (!line.atLineEnd()) {
            String name = line.word();
            Column column = name.equals("inuse") ? INUSE : Column.undescribed(name, Unit.COUNT);
            row.cell(column, line.unsigned());
          }
        });
  }

  /** The typed view: methods for what everyone asks for. */
  private static final class Sockets extends View {
    private Sockets(FileReading reading) {
      super(reading);
    }

    private List<Row> protocols() {
      return reading().layout().rows(PROTOCOL);
    }
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    Figure sockets = FILE.figure("protocol", "sockets");
    try (Sampler<Sockets> sampler = Procfs.mounted().sampler(FILE)) {
      Interval interval = sampler.intervals();
      sampler.sample();
      interval.next(); // the first sample ends no interval
      Thread.sleep(100);
      if (sampler.sample() == Outcome.SAMPLED && interval.next()) {
        for (Row protocol : sampler.view().protocols()) {
          System.out.printf(
              "%-9s %3.0f sockets%n",
              protocol.label("protocol"), sockets.value(interval, protocol));
        }
      }
      sampler.problem().ifPresent(System.out::println); // this kernel may have no IPv6
    }
  }
}
