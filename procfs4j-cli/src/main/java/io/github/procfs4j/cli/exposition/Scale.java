package io.github.procfs4j.cli.exposition;

import io.github.procfs4j.model.Unit;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the amount of a cell becomes the value of a metric: times the multiplier, with the decimal
 * point moved, and divided by the divisor.
 *
 * @param multiplier the multiplier
 * @param decimals by how many places the decimal point is moved
 * @param divisor the divisor, 1 unless the ticks of a second are no power of ten
 */
public record Scale(long multiplier, int decimals, int divisor) {
  private static final String TICK = "tick";
  private static final String PAGE = "page";

  /** From bytes to the kB that the kernel printed, of 1,024 bytes. */
  private static final String KB = "kB";

  private static final BigDecimal OF_KB = new BigDecimal("0.0009765625");
  private static final int TEN = 10;

  /**
   * The scale for a factor of the table.
   *
   * @param ticksPerSecond the ticks of a second, if they are known
   * @param pageSize the bytes of a page, if they are known
   * @return empty if the factor is not known
   */
  public static Optional<Scale> of(
      String factor, OptionalInt ticksPerSecond, OptionalInt pageSize) {
    return switch (factor) {
      case TICK ->
          ticksPerSecond.isPresent()
              ? Optional.of(ofTicks(ticksPerSecond.getAsInt()))
              : Optional.empty();
      case PAGE ->
          pageSize.isPresent()
              ? Optional.of(new Scale(pageSize.getAsInt(), 0, 1))
              : Optional.empty();
      case KB -> Optional.of(of(OF_KB));
      default -> Optional.of(of(new BigDecimal(factor)));
    };
  }

  private static Scale of(BigDecimal factor) {
    return new Scale(factor.unscaledValue().longValueExact(), factor.scale(), 1);
  }

  private static Scale ofTicks(int ticksPerSecond) {
    int rest = ticksPerSecond;
    int decimals = 0;
    while (rest > 1 && rest % TEN == 0) {
      rest /= TEN;
      decimals++;
    }
    return rest == 1 ? new Scale(1, decimals, 1) : new Scale(1, 0, ticksPerSecond);
  }

  /** The scale for cells, as the kernel printed them, instead of amounts. */
  Scale of(Unit unit) {
    BigDecimal factor =
        BigDecimal.valueOf(multiplier, decimals + unit.decimals())
            .multiply(BigDecimal.valueOf(unit.factor()))
            .stripTrailingZeros();
    return factor.scale() < 0
        ? new Scale(factor.longValueExact(), 0, divisor)
        : new Scale(factor.unscaledValue().longValueExact(), factor.scale(), divisor);
  }

  /** The value for an amount. */
  public String text(BigDecimal amount) {
    BigDecimal product = amount.multiply(BigDecimal.valueOf(multiplier, decimals));
    return divisor == 1
        ? product.stripTrailingZeros().toPlainString()
        : Double.toString(product.doubleValue() / divisor);
  }

  /** The value for a cell. */
  double value(long cell, boolean isSigned) {
    return Unit.COUNT.amount(cell, isSigned) * multiplier / Math.pow(TEN, decimals) / divisor;
  }

  /** Writes the value for a cell. */
  void write(long cell, boolean isSigned, TextBuffer to) {
    if (divisor == 1 && cell >= 0 && Math.multiplyHigh(cell, multiplier) == 0) {
      long product = cell * multiplier;
      if (product >= 0) {
        to.put(product, decimals);
        return;
      }
    }
    to.put(text(Unit.COUNT.exactAmount(cell, isSigned)));
  }
}
