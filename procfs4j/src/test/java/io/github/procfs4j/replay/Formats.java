package io.github.procfs4j.replay;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.replay.Replayed.Format;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.SystemFiles;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Formats to replay: those of the library's parsers, and some made up for this purpose. */
final class Formats {
  private Formats() {}

  /** The format of a file of procfs, by name; the meaning of a text is its layout. */
  static Format ofFile(String name) {
    return SystemFiles.ALL.stream()
        .filter(file -> file.source().name().equals(name))
        .map(Formats::ofFile)
        .findFirst()
        .orElseThrow();
  }

  static Format ofFile(SampledFile<?> file) {
    return in -> {
      Layout.Builder builder = new Layout.Builder();
      file.parser().parse(in, builder);
      return layout(builder.build());
    };
  }

  /** A layout as text: every table, row and cell. */
  static List<String> layout(Layout layout) {
    List<String> words = new ArrayList<>();
    layout
        .tables()
        .forEach(table -> words.add(table.table() + " " + table.columns() + " " + table.rows()));
    for (int cell = 0; cell < layout.cells(); cell++) {
      words.add(
          cell
              + " "
              + layout.row(cell)
              + " "
              + layout.column(cell)
              + " in "
              + layout.column(cell).unit());
    }
    return words;
  }

  /** The format of any text with lines of words and numbers of one form. */
  static Format words(ToIntFunction<Cursor> number) {
    return in -> {
      List<String> words = new ArrayList<>();
      in.eachLine(
          line -> {
            words.add("line");
            while (!line.atLineEnd()) {
              words.add(isNumberNext(line) ? "#" + number.applyAsInt(line) : line.word());
            }
          });
      return words;
    };
  }

  private static boolean isNumberNext(Cursor in) {
    return "-0123456789abcdefABCDEF".chars().mapToObj(Character::toString).anyMatch(in::isNext);
  }

  /** Every form on each line, separated by blanks, nothing, or text that must not change. */
  static final Format SYNTHETIC =
      in -> {
        List<String> words = new ArrayList<>();
        in.expect("version 1\n");
        in.eachLine(
            line -> {
              words.add(line.until(':'));
              words.add("#" + line.unsigned());
              words.add("#" + line.signed());
              words.add("#" + line.hexadecimal());
              words.add("#" + line.hundredths());
              words.add("#" + line.millionths());
              line.expect(" (");
              words.add("#" + line.unsigned());
              line.expect("/");
              words.add("#" + line.unsigned());
              line.expect(",");
              words.add("#" + line.signed());
              line.expect(")");
              words.add(line.word());
              words.add("#" + line.hexadecimal());
              while (!line.atLineEnd()) {
                words.add("#" + line.unsigned());
              }
            });
        return words;
      };

  /** Letters among numbers, alone and explained, like the state of a process. */
  static final Format LETTERS =
      in -> {
        List<String> words = new ArrayList<>();
        in.eachLine(
            line -> {
              words.add(line.until(':'));
              words.add("#" + line.letter());
              words.add("#" + line.unsigned());
              words.add("#" + line.explainedLetter());
              line.expect(",");
              words.add("#" + line.letter());
              words.add(line.rest());
            });
        return words;
      };

  /** Numbers that touch each other, one after the other. */
  static final Format ADJACENT =
      in -> {
        List<String> words = new ArrayList<>();
        in.eachLine(
            line -> {
              words.add("#" + line.unsigned());
              words.add("#" + line.signed());
              words.add("#" + line.millionths());
              line.expect("-");
              words.add("#" + line.unsigned());
            });
        return words;
      };
}
