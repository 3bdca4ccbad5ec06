package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.Selection;
import io.github.procfs4j.cli.exposition.SourcePlan;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.text.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What scrapes wait for, and what they share. */
@Timeout(60)
class ScrapesTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(1);

  /** The number of its samples, each of which takes until it is let go. */
  private static final class Counted extends Sampler<FileReading> {
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final Layout now;
    private int samples;

    Counted() {
      super(
          new Source("vmstat", "made up", Source.Mode.SAMPLED, "", "", "", "made up"),
          Path.of("/"),
          "/vmstat",
          null);
      Layout.Builder builder = new Layout.Builder();
      builder.row(Table.of("vmstat").row()).cell(Column.undescribed("samples", Unit.COUNT), 0);
      now = builder.build();
    }

    @Override
    protected Outcome take() {
      samples++;
      begun.release();
      mayEnd.acquireUninterruptibly();
      readBetween(System.nanoTime(), System.nanoTime());
      keep(now, true);
      return Outcome.SAMPLED;
    }

    @Override
    protected Runnable release() {
      CompletableFuture<Boolean> told = closed;
      return () -> told.complete(true);
    }

    @Override
    public long value(int cell) {
      return samples;
    }

    @Override
    public Optional<String> problem() {
      return Optional.empty();
    }

    @Override
    public List<Problem> problems() {
      return List.of();
    }

    @Override
    public FileReading view() {
      return this;
    }

    @Override
    protected FileReading viewOf(FileReading reading) {
      return reading;
    }

    @Override
    public int changes() {
      return 0;
    }

    @Override
    public int changed(int i) {
      throw new IndexOutOfBoundsException();
    }

    @Override
    public long delta(int i) {
      throw new IndexOutOfBoundsException();
    }

    @Override
    public int bytes() {
      return 0;
    }
  }

  private final Counted counted = new Counted();
  private final Scrapes scrapes =
      new Scrapes(
          List.of(
              new ServedSource(
                  counted,
                  new SourcePlan.Context(
                      "vmstat", Selection.ALL, OptionalInt.empty(), OptionalInt.empty()),
                  message -> {
                    throw new AssertionError(message);
                  })));

  private String scrape(Format format) throws Exception {
    return new String(scrapes.text(format, LONG), UTF_8);
  }

  @Test
  void thoseThatWaitShareASample() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = executor.submit(() -> scrape(Format.TEXT));
      counted.begun.acquire();
      List<Future<String>> others = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Format format = i % 2 == 0 ? Format.TEXT : Format.OPENMETRICS_1;
        others.add(executor.submit(() -> scrape(format)));
      }
      while (scrapes.waiting() < 10) {
        Thread.sleep(1);
      }
      counted.mayEnd.release(2);
      assertThat(first.get()).contains("node_vmstat_samples 1\n");
      for (int i = 0; i < 10; i++) {
        assertThat(others.get(i).get())
            .contains("node_vmstat_samples 2\n")
            .contains(i % 2 == 0 ? "untyped" : "unknown");
      }
    }
    scrapes.close();
    assertThat(counted.closed.get()).isTrue();
  }

  @Test
  void noneWaitsForeverForAReadThatDoesNotReturn() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = executor.submit(() -> scrape(Format.TEXT));
      counted.begun.acquire();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> scrapes.text(Format.TEXT, 1_000_000))
            .isInstanceOf(TimeoutException.class)
            .hasMessage("vmstat: reading has not ended");
      }
      counted.mayEnd.release(3);
      assertThat(first.get()).contains("node_vmstat_samples 1\n");
      assertThat(scrape(Format.TEXT)).containsPattern("node_vmstat_samples [23]\n");
    }
    scrapes.close();
  }

  @Test
  void aFailureIsPassedOn() {
    Scrapes failing =
        new Scrapes(
            List.of(
                new ServedSource(
                    counted,
                    new SourcePlan.Context(
                        "vmstat", Selection.ALL, OptionalInt.empty(), OptionalInt.empty()),
                    message -> {})));
    counted.close(); // by mistake
    assertThatThrownBy(() -> failing.text(Format.TEXT, LONG))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("the sampler of /vmstat is closed");
    failing.close();
    scrapes.close();
  }
}
