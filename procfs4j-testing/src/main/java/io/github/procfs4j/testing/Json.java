package io.github.procfs4j.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as maps, lists, strings and booleans. Numbers are strings too, as written, so that no digit
 * is lost.
 */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /** The single value in the text; a repeated member is an error. */
  public static Object parse(String text) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      Object value = value(json);
      if (json.nextToken() != null) {
        throw new AssertionError("more than one value: " + text);
      }
      return value;
    }
  }

  private static Object value(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          members.put(name, value(json));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(json));
        }
        yield values;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> json.getString();
    };
  }

  /** The value at a path of names and indexes. */
  public static @Nullable Object at(@Nullable Object json, Object... path) {
    Object value = json;
    for (Object step : path) {
      value =
          switch (value) {
            case Map<?, ?> members -> members.get(step);
            case List<?> values -> values.get((Integer) step);
            case null, default -> throw new AssertionError("no " + step + " in " + value);
          };
    }
    return value;
  }

  /** As {@link #at}, as text. */
  public static String text(@Nullable Object json, Object... path) {
    return Objects.requireNonNull(at(json, path), () -> Arrays.toString(path)).toString();
  }

  /** As {@link #at}, for a list. */
  public static List<?> list(@Nullable Object json, Object... path) {
    return at(json, path) instanceof List<?> values ? values : List.of();
  }

  /** As {@link #at}, for an object. */
  public static Map<String, Object> members(@Nullable Object json, Object... path) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (at(json, path) instanceof Map<?, ?> found) {
      found.forEach((name, value) -> members.put(String.valueOf(name), value));
    }
    return members;
  }

  /** The table with this name in the output of {@code procfs show}. */
  public static Object table(Object json, String name) {
    return list(json, "tables").stream()
        .filter(table -> name.equals(at(table, "name")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no table " + name));
  }

  /** The values of the row with these labels. */
  public static Map<String, Object> values(Object table, Map<String, String> labels) {
    return list(table, "rows").stream()
        .filter(row -> labels.equals(at(row, "labels")))
        .findFirst()
        .map(row -> members(row, "values"))
        .orElseThrow(() -> new AssertionError("no row " + labels));
  }
}
