package io.github.procfs4j.micrometer;

import io.github.procfs4j.metrics.Attribute;
import io.github.procfs4j.metrics.Instrument;
import io.micrometer.core.instrument.Tag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of meters and tags, and their units. */
enum MeterNames {
  /**
   * Words separated by dots, as Micrometer's own meters, and {@code linux.} in front of all of
   * them, which none of Micrometer's own has: {@code linux.cpu.time} with the tag {@code mode}.
   */
  OF_MICROMETER {
    @Override
    String name(Instrument instrument) {
      String name = instrument.name();
      if (instrument.isOfConventions()) {
        name = Instrument.OWN_PREFIX + withoutPrefix(name).replace(".linux.", ".");
      }
      return name.replace('_', '.');
    }

    @Override
    Tag tag(Attribute attribute) {
      return Tag.of(lastWord(attribute.key()), attribute.value());
    }
  },
  /** The names of the semantic conventions, and those without a convention as in that module. */
  OF_OPENTELEMETRY {
    @Override
    String name(Instrument instrument) {
      return instrument.name();
    }

    @Override
    Tag tag(Attribute attribute) {
      return Tag.of(attribute.key(), attribute.value());
    }
  };

  private static final String OF_SYSTEM = "system.";

  /** Last words that say nothing without the one before. */
  private static final Set<String> VAGUE = Set.of("name", "logical_number");

  abstract String name(Instrument instrument);

  abstract Tag tag(Attribute attribute);

  /** The base unit, in the plural; null for plain numbers and shares. */
  static @Nullable String baseUnit(Instrument instrument) {
    String unit = instrument.unit();
    return switch (unit) {
      case Instrument.SECONDS -> "seconds";
      case Instrument.BYTES -> "bytes";
      case "Hz" -> "hertz";
      case "", Instrument.SHARE -> null;
      default -> plural(unit.substring(1, unit.length() - 1)); // things that are counted, in braces
    };
  }

  private static String plural(String word) {
    if (word.endsWith("y")) {
      return word.substring(0, word.length() - 1) + "ies";
    }
    return word + (word.endsWith("s") || word.endsWith("ch") ? "es" : "s");
  }

  private static String withoutPrefix(String name) {
    return name.startsWith(OF_SYSTEM) ? name.substring(OF_SYSTEM.length()) : name;
  }

  /**
   * Such as {@code mode} of {@code cpu.mode}, and {@code interface} of {@code
   * network.interface.name}.
   */
  private static String lastWord(String key) {
    int dot = key.lastIndexOf('.');
    String last = key.substring(dot + 1);
    return dot >= 0 && VAGUE.contains(last) ? lastWord(key.substring(0, dot)) : last;
  }
}
