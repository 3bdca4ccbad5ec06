package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.system.MemInfo;

/**
 * Reads single numbers, once.
 *
 * <p>For a health check, a log line or a test: whenever a number is needed now and then. A reading
 * is a value that never changes, so it can be kept and passed to any thread.
 *
 * <p>Each call opens the file, reads it and closes it: some ten microseconds more than a sample of
 * a {@linkplain Sample02Mpstat sampler}, which keeps the file open.
 */
public final class Sample01OneReading {
  private Sample01OneReading() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    Procfs proc = Procfs.mounted();

    System.out.println("kernel     " + proc.kernelVersion().release());

    MemInfo memory = proc.memInfo();
    System.out.printf(
        "memory     %,d of %,d bytes available%n", memory.memAvailable(), memory.memTotal());

    // A number that only some kernels print is an OptionalLong: absent, never a made-up zero.
    proc.stat()
        .amount("procs_blocked")
        .ifPresent(blocked -> System.out.println("blocked    " + blocked + " tasks"));
  }
}
