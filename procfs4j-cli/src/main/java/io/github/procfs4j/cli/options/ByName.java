package io.github.procfs4j.cli.options;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;

/**
 * Converts the name of a value, as printed by the help, and lists the existing names for any other.
 */
public final class ByName<T> implements ITypeConverter<T> {
  private final T[] values;

  @SafeVarargs
  @SuppressWarnings("varargs") // it is never modified
  public ByName(T... values) {
    this.values = values;
  }

  @Override
  public T convert(String name) {
    return Arrays.stream(values)
        .filter(value -> value.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    "«"
                        + name
                        + "» is not one of "
                        + Arrays.stream(values).map(Object::toString).collect(joining(", "))));
  }
}
