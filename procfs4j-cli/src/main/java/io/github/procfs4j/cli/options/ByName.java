package io.github.procfs4j.cli.options;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;

/** Takes a value by its name as the help prints it, and says of any other which there are. */
public final class ByName<T> implements ITypeConverter<T> {
  private final T[] values;

  @SafeVarargs
  @SuppressWarnings("varargs") // it is never written to
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
