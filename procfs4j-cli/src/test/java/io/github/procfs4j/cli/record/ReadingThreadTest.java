package io.github.procfs4j.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.sampling.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens to a long sample after a signal. */
class ReadingThreadTest {
  private static final long LONG = 1_500_000_000;

  private final List<String> said = new ArrayList<>();

  private Optional<Recorder.UnderWay> run(Runnable reading) {
    ReadingThread.Work work =
        new ReadingThread.Work() {
          private final long begin = System.nanoTime();

          @Override
          public void run() {
            reading.run();
          }

          @Override
          public Optional<Recorder.UnderWay> underWay() {
            return Optional.of(new Recorder.UnderWay(0, begin));
          }

          @Override
          public Optional<Recorder.UnderWay> abandon() {
            return underWay();
          }
        };
    ReadingThread thread = new ReadingThread(work, source -> "stat", said::add);
    thread.stop();
    return thread.run(Long.MAX_VALUE);
  }

  /** Like a read from a file system that does not respond. */
  @Test
  void aSampleThatWaitsIsAbandoned() {
    Optional<Recorder.UnderWay> abandoned =
        run(
            () -> {
              try {
                Thread.sleep(300_000);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(abandoned).isPresent();
  }

  /** As on a machine without CPU time for it. */
  @Test
  void aSampleThatCouldGoOnIsWaitedFor() {
    Optional<Recorder.UnderWay> abandoned =
        run(
            () -> {
              long begin = System.nanoTime();
              while (System.nanoTime() - begin < LONG) {
                Thread.onSpinWait();
              }
            });
    assertThat(abandoned).isEmpty();
    assertThat(said).isEmpty();
  }
}
