package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Labels;
import io.github.procfs4j.cli.exposition.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The values of a metric about sources themselves, such as how long reading each of them took. */
final class SourceValues {
  /** The decimals of seconds in nanoseconds. */
  static final int NANO_DECIMALS = 9;

  private SourceValues() {}

  /** The value of each source, with its name as label. */
  static <S> List<Value> of(
      List<S> sources, Function<S, String> name, ToLongFunction<S> value, int decimals) {
    return sources.stream()
        .map(
            source ->
                new Value(
                    Labels.of("source", name.apply(source)),
                    BigDecimal.valueOf(value.applyAsLong(source), decimals)))
        .toList();
  }
}
