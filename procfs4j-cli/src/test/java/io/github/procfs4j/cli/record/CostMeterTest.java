package io.github.procfs4j.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.record.CostMeter.Cost;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.text.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures sources whose cost is known. */
@Tag("alone")
class CostMeterTest {
  private static final long MILLISECOND = 1_000_000;

  /** A source that keeps a CPU busy while it reads and after that, and allocates. */
  private static final class Known extends Sampler<String> {
    private final long readNanos;
    private final long onTopNanos;
    private final int allocated;
    private byte[] garbage = {};

    Known(String name, long readNanos, long onTopNanos, int allocated) {
      super(
          new Source(name, "made up", Source.Mode.SAMPLED, "", "", "", "made up"),
          Path.of("/"),
          "/" + name,
          null);
      this.readNanos = readNanos;
      this.onTopNanos = onTopNanos;
      this.allocated = allocated;
    }

    private static long busy(long nanos) {
      long start = System.nanoTime();
      long now = start;
      while (now - start < nanos) {
        now = System.nanoTime();
      }
      return now;
    }

    @Override
    protected Outcome take() {
      long start = System.nanoTime();
      readBetween(start, busy(readNanos));
      busy(onTopNanos);
      garbage = new byte[allocated];
      keep(layout(), true);
      return Outcome.SAMPLED;
    }

    @Override
    public int bytes() {
      return 7;
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
    public String view() {
      return garbage.length + " bytes";
    }

    @Override
    protected String viewOf(FileReading reading) {
      return view();
    }

    @Override
    public long value(int cell) {
      throw new IndexOutOfBoundsException(cell);
    }

    @Override
    public int changes() {
      return 0;
    }

    @Override
    public int changed(int i) {
      throw new IndexOutOfBoundsException(i);
    }

    @Override
    public long delta(int i) {
      throw new IndexOutOfBoundsException(i);
    }
  }

  private static List<Cost> costs(Sampler<?>... samplers) throws IOException {
    List<Sampler<?>> all = List.of(samplers);
    try (RecordingWriter writer = BudgetOption.nowhere(CostMeter.tracks(all, MILLISECOND))) {
      return new CostMeter(all, writer).measure(MILLISECOND, 100 * MILLISECOND).sources();
    }
  }

  @Test
  void whatIsAllocatedIsCountedForTheSourceThatDoes() throws IOException {
    List<Cost> costs = costs(new Known("none", 0, 0, 0), new Known("much", 0, 0, 1 << 20));

    assertThat(costs.get(1).allocated()).isBetween((double) (1 << 20), 1.1 * (1 << 20));
    assertThat(costs.get(0).allocated()).isLessThan(10_000); // of the writer, occasionally
  }

  @Test
  void theTimeOfTheReadAndThatOnTopAreToldApart() throws IOException {
    Cost cost = costs(new Known("busy", 2 * MILLISECOND, MILLISECOND, 0)).getFirst();

    // A busy machine makes times longer, never shorter, and does not affect CPU time.
    assertThat(cost.read().p50()).isGreaterThanOrEqualTo(2 * MILLISECOND);
    assertThat(cost.onTop().p50()).isGreaterThanOrEqualTo(MILLISECOND);
    assertThat(cost.cpu()).isPositive().isLessThan(4.0 * MILLISECOND);
    assertThat(cost.bytes()).isEqualTo(7);
    assertThat(cost.samples()).isPositive();
  }
}
