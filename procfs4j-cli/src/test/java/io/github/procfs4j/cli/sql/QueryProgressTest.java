package io.github.procfs4j.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.duckdb.Database;
import io.github.procfs4j.cli.relations.Recordings;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.cli.sql.SqlCommand.Format;
import io.github.procfs4j.cli.terminal.Output;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a terminal shows while a query reads many recordings. */
class QueryProgressTest {
  private static final String TEXT = "8 0 sda 1 0 80 40 0 0 0 0 0 1 0\n";

  @TempDir private Path directory;

  /** Two recordings with two samples each, and one that cannot be read. */
  private List<Path> files() throws Exception {
    List<Path> files = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      Path place = Files.createDirectory(directory.resolve(name));
      files.add(
          RecordedTexts.record(
              place, List.of(Map.of("diskstats", TEXT), Map.of("diskstats", TEXT))));
    }
    files.add(Files.writeString(directory.resolve("c.rec"), "not a recording"));
    return files;
  }

  /** Runs a query, which reaches the last recording and goes on when this text is shown. */
  private String run(Format format, Output err, Output out, StringWriter shown, String awaited)
      throws Exception {
    Path work = Files.createDirectory(directory.resolve("work"));
    Recordings.Unreadable wait =
        (file, reason) -> {
          while (!shown.toString().contains(awaited)) {
            LockSupport.parkNanos(10_000_000);
          }
        };
    try (Recordings recordings = new Recordings(files(), List.of("a", "b", "c"), wait);
        Database database = Database.open(recordings, List.of(), work, List.of())) {
      new Query(database, format, err).run("SELECT count(*) AS n FROM diskstats.disk", false, out);
      out.flush();
    }
    return shown.toString();
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void theResultReplacesTheProgress(Format format) throws Exception {
    StringWriter shown = new StringWriter();
    Output terminal = new Output(shown, 80, true);
    assertThat(run(format, terminal, terminal, shown, "recording 3 of 3, 0 rows"))
        .matches("(?s)(\rrecording 3 of 3, [04] rows *)+\r +\r[^\r]*n[^\r]*4[^\r]*");
  }

  @Test
  void whatIsNoTerminalShowsNothing() throws Exception {
    StringWriter shown = new StringWriter();
    Output none = new Output(shown, 80, false);
    assertThat(run(Format.CSV, none, none, shown, "")).isEqualTo("n\n4\n");
  }
}
