package io.github.procfs4j.system;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.FileSampler;
import java.nio.file.Path;

/** A sampler of {@code /proc/stat}, with the rows that its history is asked for. */
public final class StatSampler extends FileSampler<Stat> {
  StatSampler(Path root) {
    super(Stat.FILE, root);
  }

  /** The row of a CPU by the kernel's number for it; its columns are those of {@link CpuTime}. */
  public Row cpu(int number) {
    return Stat.cpu(number);
  }

  /** The row of all CPUs together. */
  public Row allCpus() {
    return Stat.allCpus();
  }
}
