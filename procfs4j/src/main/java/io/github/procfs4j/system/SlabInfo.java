package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * {@code /proc/slabinfo}: the caches of the kernel's own allocator of small objects.
 *
 * <pre>
 * slabinfo - version: 2.1
 * # name            &lt;active_objs&gt; &lt;num_objs&gt; &lt;objsize&gt; &lt;objperslab&gt; &lt;pagesperslab&gt;
 *     : tunables &lt;limit&gt; &lt;batchcount&gt; &lt;sharedfactor&gt;
 *     : slabdata &lt;active_slabs&gt; &lt;num_slabs&gt; &lt;sharedavail&gt;
 * zs_handle           1409   1536      8  512    1 : tunables    0    0    0 : slabdata      3      3      0
 * </pre>
 *
 * <p>(The heading is a single line.) A line for each cache: its name, and groups of numbers
 * separated by colons. In version 2.x, all groups except the first have a name, and the heading
 * names the columns of each; a kernel that keeps statistics prints two more groups, {@code
 * globalstat} and {@code cpustat}. Versions 1.0 to 1.2, of Linux 2.2 to 2.5, have no heading;
 * {@link SlabGroups} defines their columns. A group with the wrong count of numbers is a problem,
 * and its numbers are kept under generated names. Any other version is a problem too, and all its
 * lines are kept as {@link UnknownLines}. {@code mm/slab_common.c}, slabinfo(5).
 *
 * <p>The SLUB allocator, the only one since Linux 6.8, has no tunables and prints zeros for them.
 * It counts as active all objects in the slabs that CPUs are using, and all slabs, so the actual
 * waste of a cache is at least what these numbers show. {@code mm/slub.c} ({@code get_slabinfo}).
 */
public final class SlabInfo extends View {
  private static final String SLABTOP = "slabtop(1)";

  private static final Table CACHE = Table.of("cache", "name");
  static final Descriptions DESCRIPTIONS = SlabInfoColumns.DESCRIPTIONS;

  /** The file as a source. */
  public static final SampledFile<SlabInfo> FILE =
      new SampledFile<>(
          new Source(
              "slabinfo",
              "The kernel's own allocator, by cache: objects and slabs",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_SLUB_DEBUG, or the SLAB allocator before 6.8",
              "root",
              "slabinfo(5), mm/slab_common.c"),
          Printing.RECORDS,
          SlabInfo::parse,
          figures(),
          SlabInfo::new);

  private SlabInfo(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    return List.of(
        new Figure(
            CACHE.name(),
            "held",
            "bytes",
            Limits.AMOUNT,
            "Memory of the cache's slabs, num_slabs of pagesperslab pages each.",
            SLABTOP,
            SlabInfo::held),
        new Figure(
            CACHE.name(),
            "wasted",
            "bytes",
            Limits.AMOUNT,
            "Memory of the cache's slabs without active objects, as a lower bound: free objects"
                + " and the remainder of each slab.",
            SLABTOP,
            (interval, row) -> held(interval, row) - active(interval, row)),
        new Figure(
                CACHE.name(),
                "active",
                "%",
                Limits.SHARE,
                "Share of the memory of the cache's slabs with active objects, as an upper bound.",
                SLABTOP,
                SlabInfo::activeShare)
            .weightedBy("bytes of slabs", SlabInfo::held));
  }

  private static double activeShare(Interval interval, Row row) {
    double held = held(interval, row);
    return held == 0 ? Double.NaN : 100 * active(interval, row) / held;
  }

  private static double held(Interval interval, Row row) {
    return interval.amount(row, SlabInfoColumns.NUM_SLABS)
        * interval.amount(row, SlabInfoColumns.PAGESPERSLAB)
        * interval.pageSize();
  }

  private static double active(Interval interval, Row row) {
    return interval.amount(row, SlabInfoColumns.ACTIVE_OBJS)
        * interval.amount(row, SlabInfoColumns.OBJSIZE);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    out.table(CACHE);
    Parser parser = new Parser(out);
    in.eachLine(parser::line);
  }

  /** What has been read of one text. */
  private static final class Parser {
    private final Layout.Builder out;

    /** The columns of each group by its name; empty if the version is not known. */
    private Map<String, List<Column>> groups = SlabGroups.USUAL;

    Parser(Layout.Builder out) {
      this.out = out;
    }

    void line(Cursor line) {
      if (line.isNext("slabinfo - version:")) {
        version(line);
      } else if (groups.isEmpty()) {
        UnknownLines.read(line, out);
      } else if (line.isNext("# name")) {
        heading(line);
      } else {
        cache(line);
      }
    }

    private void version(Cursor line) {
      line.expect("slabinfo - version:");
      line.wordAhead(); // skips the blanks
      MalformedTextException unknown =
          line.malformed(
              "a known version (1.0, 1.1, 1.2, 2.0 or 2.1), without which numbers have no names");
      List<String> words = new ArrayList<>();
      while (!line.atLineEnd()) {
        words.add(line.word());
      }
      groups = SlabGroups.ofVersion(words);
      if (groups.isEmpty()) {
        throw unknown;
      }
    }

    /** Reads {@code # name <a> <b> : tunables <c> : slabdata <d>}. */
    private void heading(Cursor line) {
      line.expect("# name");
      Map<String, List<Column>> headed = new LinkedHashMap<>();
      groups = headed; // also if it was not read to its end, as far as it was read
      List<Column> group = new ArrayList<>();
      headed.put("", group);
      while (!line.atLineEnd()) {
        if (line.isNext(":")) {
          line.expect(":");
          group = new ArrayList<>();
          headed.put(words(line, "<"), group);
        } else {
          line.expect("<");
          group.add(DESCRIPTIONS.column(line.until('>'), Unit.COUNT));
        }
      }
      groups = SlabGroups.asPrinted(headed);
    }

    private void cache(Cursor line) {
      // Names of caches have contained blanks: those of cgroups did before 5.9.
      Layout.Builder.RowBuilder row = out.newRow(CACHE, words(line, "-0123456789"));
      int place = 2;
      int missed = 0;
      String group = "";
      for (int n = 1; ; n++) {
        List<Integer> cells = new ArrayList<>();
        while (!line.atLineEnd() && !line.isNext(":")) {
          cells.add(line.unsigned());
        }
        List<Column> columns = groups.getOrDefault(group, List.of());
        boolean isAsHeaded = !columns.isEmpty() && columns.size() == cells.size();
        for (int i = 0; i < cells.size(); i++, place++) {
          row.cell(isAsHeaded ? columns.get(i) : Descriptions.unnamed(place), cells.get(i));
        }
        missed += isAsHeaded ? 0 : 1;
        if (line.atLineEnd()) {
          break;
        }
        line.expect(":");
        boolean isNamed = !line.atLineEnd() && !line.isNumberNext();
        group = isNamed ? words(line, "-0123456789") : SlabGroups.unnamed(n);
      }
      if (missed > 0) {
        throw line.malformed("groups with as many numbers as in the heading before this");
      }
    }
  }

  /** A word, and the following ones up to one that begins with any of {@code ends} or a colon. */
  private static String words(Cursor line, String ends) {
    StringBuilder words = new StringBuilder(line.word());
    while (!line.atLineEnd() && !isNextAny(line, ends + ":")) {
      words.append(' ').append(line.word());
    }
    return words.toString();
  }

  private static boolean isNextAny(Cursor line, String characters) {
    for (int i = 0; i < characters.length(); i++) {
      if (line.isNext(characters.substring(i, i + 1))) {
        return true;
      }
    }
    return false;
  }

  /** {@return the caches, in the order of the text} */
  public List<Row> caches() {
    return rows(CACHE);
  }

  /**
   * {@return the row of a cache by its name, such as {@code dentry}, whether or not the text
   * contains it}
   *
   * @param name the kernel's name for it
   */
  public Row cache(String name) {
    Objects.requireNonNull(name, "name");
    return CACHE.row(name);
  }

  /**
   * {@return the number of objects in use; with SLUB, including the free ones in the slabs that
   * CPUs are using} Empty if there is no such cache.
   *
   * @param cache a row of {@link #caches}
   */
  public OptionalLong activeObjects(Row cache) {
    return amount(cache, SlabInfoColumns.ACTIVE_OBJS);
  }

  /**
   * {@return the number of objects, in use or free; empty if there is no such cache}
   *
   * @param cache a row of {@link #caches}
   */
  public OptionalLong objects(Row cache) {
    return amount(cache, SlabInfoColumns.NUM_OBJS);
  }

  /**
   * {@return the size of an object, in bytes, including what the allocator adds to it; empty if
   * there is no such cache}
   *
   * @param cache a row of {@link #caches}
   */
  public OptionalLong objectSize(Row cache) {
    return amount(cache, SlabInfoColumns.OBJSIZE);
  }

  /**
   * {@return the number of objects that fit in a slab; empty if there is no such cache}
   *
   * @param cache a row of {@link #caches}
   */
  public OptionalLong objectsPerSlab(Row cache) {
    return amount(cache, SlabInfoColumns.OBJPERSLAB);
  }

  /**
   * {@return the number of pages of a slab; empty if there is no such cache}
   *
   * @param cache a row of {@link #caches}
   */
  public OptionalLong pagesPerSlab(Row cache) {
    return amount(cache, SlabInfoColumns.PAGESPERSLAB);
  }

  /**
   * {@return the number of slabs with objects in use; with SLUB, of all slabs} Empty if there is no
   * such cache.
   *
   * @param cache a row of {@link #caches}
   */
  public OptionalLong activeSlabs(Row cache) {
    return amount(cache, SlabInfoColumns.ACTIVE_SLABS);
  }

  /**
   * {@return all slabs; empty if there is no such cache}
   *
   * @param cache a row of {@link #caches}
   */
  public OptionalLong slabs(Row cache) {
    return amount(cache, SlabInfoColumns.NUM_SLABS);
  }

  /**
   * The memory of a cache's slabs in bytes, as {@code slabtop(1)} computes it: slabs times pages
   * per slab times the size of a page. With SLUB it can be less, because slabs are made smaller
   * when memory is short.
   *
   * @param cache a row of {@link #caches}
   * @param pageSize the size of a page in bytes on the machine where the file was read; for the
   *     running kernel, {@link io.github.procfs4j.sampling.KernelConstants#pageSize}
   * @return empty if there is no such cache
   */
  public OptionalLong bytesHeld(Row cache, int pageSize) {
    OptionalLong slabs = slabs(cache);
    OptionalLong pages = pagesPerSlab(cache);
    return slabs.isPresent() && pages.isPresent()
        ? OptionalLong.of(
            Math.multiplyExact(
                Math.multiplyExact(slabs.getAsLong(), pages.getAsLong()), (long) pageSize))
        : OptionalLong.empty();
  }

  /**
   * The memory of a cache's slabs that contains no active object, in bytes: {@link #bytesHeld}
   * minus active objects times their size. The actual waste may be larger, because SLUB counts the
   * free objects in the slabs that CPUs are using as active.
   *
   * @param cache a row of {@link #caches}
   * @param pageSize as for {@link #bytesHeld}
   * @return empty if there is no such cache
   */
  public OptionalLong bytesWasted(Row cache, int pageSize) {
    OptionalLong held = bytesHeld(cache, pageSize);
    OptionalLong active = activeObjects(cache);
    OptionalLong size = objectSize(cache);
    return held.isPresent() && active.isPresent() && size.isPresent()
        ? OptionalLong.of(
            held.getAsLong() - Math.multiplyExact(active.getAsLong(), size.getAsLong()))
        : OptionalLong.empty();
  }
}
