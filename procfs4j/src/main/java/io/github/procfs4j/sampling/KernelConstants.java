package io.github.procfs4j.sampling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two constants of the running kernel, which other numbers of procfs refer to.
 *
 * <p>They are read from the auxiliary vector, which the kernel passes to each process when it
 * starts, and from which {@code sysconf(3)} of the C library takes them too: that needs no native
 * access. getauxval(3), {@code fs/binfmt_elf.c}.
 *
 * @param ticksPerSecond USER_HZ, {@code sysconf(_SC_CLK_TCK)}: the number of ticks in a second
 * @param pageSize {@code sysconf(_SC_PAGESIZE)}: the number of bytes of a page
 */
public record KernelConstants(int ticksPerSecond, int pageSize) {
  private static final Path VECTOR = Path.of("/proc/self/auxv");
  private static final long AT_PAGESZ = 6;
  private static final long AT_CLKTCK = 17;

  /** Checks that both are positive. */
  public KernelConstants {
    if (ticksPerSecond <= 0 || pageSize <= 0) {
      throw new IllegalArgumentException(
          ticksPerSecond + " ticks a second, pages of " + pageSize + " bytes");
    }
  }

  /**
   * {@return the constants of the running kernel, read once}
   *
   * @throws UnreadableException if {@code /proc/self/auxv} cannot be read, as in a process that has
   *     made itself non-dumpable
   */
  public static KernelConstants ofRunningKernel() {
    return Running.CONSTANTS;
  }

  private static final class Running {
    static final KernelConstants CONSTANTS = read();

    private static KernelConstants read() {
      try {
        return parse(Files.readAllBytes(VECTOR), ByteOrder.nativeOrder());
      } catch (IOException e) {
        throw new UnreadableException(Outcome.FAILED, VECTOR + ": " + e.getMessage());
      }
    }
  }

  /**
   * Reads pairs of 64-bit words, a type and a value, as a 64-bit kernel passes them to a 64-bit
   * process.
   */
  static KernelConstants parse(byte[] vector, ByteOrder order) {
    ByteBuffer words = ByteBuffer.wrap(vector).order(order);
    long ticks = 0;
    long page = 0;
    while (words.remaining() >= 2 * Long.BYTES) {
      long type = words.getLong();
      long value = words.getLong();
      if (type == AT_CLKTCK) {
        ticks = value;
      } else if (type == AT_PAGESZ) {
        page = value;
      }
    }
    return new KernelConstants(Math.toIntExact(ticks), Math.toIntExact(page));
  }
}
