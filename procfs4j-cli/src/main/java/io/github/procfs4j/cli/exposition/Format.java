package io.github.procfs4j.cli.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of expositions. Of equally wanted ones, the first is written. */
public enum Format {
  /** The text format of Prometheus, which every scraper understands. */
  TEXT("text/plain", "0.0.4", ""),
  /** OpenMetrics 1.0.0. */
  OPENMETRICS_1("application/openmetrics-text", "1.0.0", "# EOF\n"),
  /** The draft of OpenMetrics that older scrapers ask for; what is written is the same. */
  OPENMETRICS_0("application/openmetrics-text", "0.0.1", "# EOF\n");

  private static final String TOTAL = "_total";

  private final String mediaType;
  private final String version;
  private final String end;

  Format(String mediaType, String version, String end) {
    this.mediaType = mediaType;
    this.version = version;
    this.end = end;
  }

  /** The value of Content-Type. */
  public String contentType() {
    return mediaType + "; version=" + version + "; charset=utf-8";
  }

  /** Whether it is a version of OpenMetrics. */
  public boolean isOpenMetrics() {
    return !end.isEmpty();
  }

  /** The name of the family of a metric: OpenMetrics names counters without their suffix. */
  public String family(String metric, Type type) {
    return isOpenMetrics() ? familyOf(metric, type) : metric;
  }

  /** The name by which families must differ in all formats. */
  static String familyOf(String metric, Type type) {
    return type == Type.COUNTER && metric.endsWith(TOTAL)
        ? metric.substring(0, metric.length() - TOTAL.length())
        : metric;
  }

  /** What precedes the samples of a family. */
  byte[] head(String metric, Type type, String help) {
    String family = family(metric, type);
    return "# HELP %s %s\n# TYPE %s %s\n"
        .formatted(family, Names.help(help, this), family, type.in(this))
        .getBytes(UTF_8);
  }

  /** Writes a metric with the samples of which the labels are known. */
  public void write(TextBuffer to, String metric, Type type, String help, List<String> samples) {
    to.put(head(metric, type, help));
    for (String sample : samples) {
      to.put(metric + sample + "\n");
    }
  }

  /** What follows all families. */
  public String end() {
    return end;
  }

  /**
   * The format that a client wants most. {@link #TEXT} if it does not say, or wants none of them:
   * most people want to see something.
   *
   * @param accept the value of Accept, if there is one
   */
  public static Format accepted(@Nullable String accept) {
    List<Range> ranges = Range.all(accept == null ? "" : accept);
    Format best = TEXT;
    double most = 0;
    for (Format format : values()) {
      Range range = Range.of(format, ranges);
      if (range != null && range.quality > most) {
        best = format;
        most = range.quality;
      }
    }
    return best;
  }

  /** A media range of Accept: RFC 9110, 12.5.1. */
  private record Range(String type, @Nullable String version, double quality) {
    static List<Range> all(String accept) {
      List<Range> ranges = new ArrayList<>();
      for (String text : accept.split(",", -1)) {
        String[] words = text.toLowerCase(Locale.ROOT).split(";", -1);
        String version = null;
        double quality = 1;
        for (int i = 1; i < words.length; i++) {
          String[] pair = words[i].strip().split("=", 2);
          String value = pair.length == 2 ? pair[1].strip().replace("\"", "") : "";
          switch (pair[0].strip()) {
            case "version" -> version = value;
            case "q" -> quality = quality(value);
            default -> {
              // charset and escaping: names here need no escapes, and all of it is UTF-8
            }
          }
        }
        ranges.add(new Range(words[0].strip(), version, quality));
      }
      return ranges;
    }

    private static double quality(String text) {
      try {
        double quality = Double.parseDouble(text);
        return quality >= 0 && quality <= 1 ? quality : 0;
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    /** The most specific range for a format; null if there is none. */
    static @Nullable Range of(Format format, List<Range> ranges) {
      Range found = null;
      for (Range range : ranges) {
        if (range.rank(format) > (found == null ? 0 : found.rank(format))) {
          found = range;
        }
      }
      return found;
    }

    /** How specific the range is for a format; 0 if it does not contain it. */
    private int rank(Format format) {
      if (type.equals(format.mediaType)) {
        return version == null ? 3 : version.equals(format.version) ? 4 : 0;
      }
      String main = format.mediaType.substring(0, format.mediaType.indexOf('/'));
      return type.equals(main + "/*") ? 2 : type.equals("*/*") ? 1 : 0;
    }
  }
}
