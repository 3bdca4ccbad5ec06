package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.sampling.Self;
import java.util.List;

/**
 * The cost of recording up to a time.
 *
 * @param nanos the monotonic time
 * @param cpu CPU time of the process, in nanoseconds
 * @param samples for each source, the number of samples taken
 * @param took for each source, the total time of these samples, in nanoseconds
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived and never compared
public record Costs(long nanos, long cpu, long[] samples, long[] took) {
  /** The costs in the last sample, without those of {@link Self} itself. */
  static Costs of(Self self) {
    List<Self.OfSource> sources = self.sources();
    List<Self.OfSource> others = sources.subList(0, sources.size() - 1);
    return new Costs(
        self.reading().endNanos(),
        self.cpu().orElseThrow(() -> CommandException.environment("the CPU time is unknown")),
        others.stream().mapToLong(Self.OfSource::samples).toArray(),
        others.stream().mapToLong(source -> source.read() + source.parse()).toArray());
  }
}
