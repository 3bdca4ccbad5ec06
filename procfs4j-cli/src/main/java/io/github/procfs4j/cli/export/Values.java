package io.github.procfs4j.cli.export;

import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Rows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as texts from which they can be read back exactly. */
final class Values {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Rows of a sample share their time. */
  private long lastMicros = Long.MIN_VALUE;

  private String lastTime = "";

  /** The value of a field; null if there is none. */
  @Nullable String text(Rows rows, int index, Field field) {
    if (rows.isNull(index)) {
      return null;
    }
    return switch (field.type()) {
      case TEXT -> rows.text(index);
      case TIME -> time(rows.number(index));
      case LONG -> Long.toString(rows.number(index));
      case DOUBLE -> Double.toString(rows.real(index));
      case SHORT_DECIMAL -> BigDecimal.valueOf(rows.number(index), field.scale()).toPlainString();
      case DECIMAL -> {
        BigDecimal amount = rows.decimal(index);
        yield amount == null ? null : amount.toPlainString();
      }
    };
  }

  /** A time, in ISO 8601. */
  String time(long micros) {
    if (micros != lastMicros || lastTime.isEmpty()) {
      lastMicros = micros;
      lastTime = TIME.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
    return lastTime;
  }
}
