package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.sampling.UnreadableException;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * The base unit in which cells of a unit are exported, and the conversion: the number in a cell
 * times the multiplier, divided by the divisor. A division keeps decimals exact.
 *
 * @param name the base unit, as in {@link Instrument#unit}
 * @param multiplier the multiplier; NaN if the conversion is not known
 * @param divisor the divisor
 */
record BaseUnit(String name, double multiplier, double divisor) {
  private static final int BYTES_OF_SECTOR = 512;

  static BaseUnit of(Unit unit) {
    double one = unit.factor();
    double parts = Math.pow(10, unit.decimals());
    return switch (unit.name()) {
      case "bytes" -> new BaseUnit(Instrument.BYTES, one, parts);
      case "sectors" -> new BaseUnit(Instrument.BYTES, one * BYTES_OF_SECTOR, parts);
      case "pages" ->
          new BaseUnit(Instrument.BYTES, one * constant(KernelConstants::pageSize), parts);
      case "seconds" -> new BaseUnit(Instrument.SECONDS, one, parts);
      case "milliseconds" -> new BaseUnit(Instrument.SECONDS, one, parts * 1e3);
      case "microseconds" -> new BaseUnit(Instrument.SECONDS, one, parts * 1e6);
      case "nanoseconds" -> new BaseUnit(Instrument.SECONDS, one, parts * 1e9);
      case "ticks" ->
          new BaseUnit(Instrument.SECONDS, one, parts * constant(KernelConstants::ticksPerSecond));
      case "percent" -> new BaseUnit(Instrument.SHARE, one, parts * 100);
      case "share" -> new BaseUnit(Instrument.SHARE, one, parts);
      case "MHz" -> new BaseUnit("Hz", one * 1e6, parts);
      case "count", "none", "letter", "cpus" -> new BaseUnit("", one, parts);
      case "jiffies" -> new BaseUnit("{jiffy}", one, parts);
      default -> new BaseUnit("{" + singular(unit.name()) + "}", one, parts);
    };
  }

  private static String singular(String name) {
    String word = name.toLowerCase(Locale.ROOT);
    return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }

  /** A constant of the running kernel; NaN, and so no value, if they cannot be read. */
  private static double constant(ToIntFunction<KernelConstants> constant) {
    try {
      return constant.applyAsInt(KernelConstants.ofRunningKernel());
    } catch (UnreadableException e) {
      return Double.NaN;
    }
  }

  /** Whether all converted cells are whole numbers. */
  boolean isWhole() {
    return divisor == 1 && !name.equals(Instrument.SECONDS) && !name.equals(Instrument.SHARE);
  }
}
