package io.github.procfs4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No document, description or source contains the words in bold in CONTRIBUTING.md. A build that
 * skips this module because only the code of another one has changed does not run this; a clean
 * build does.
 */
class WordsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path LIST = ROOT.resolve("CONTRIBUTING.md");
  private static final String HEADING = "## Words";

  private static Pattern words() throws IOException {
    String list = Files.readString(LIST);
    String words =
        Pattern.compile("\\*\\*(.+?)\\*\\*")
            .matcher(list.substring(list.indexOf(HEADING)))
            .results()
            .map(bold -> bold.group(1).replace(" ", "[\\s*]+"))
            .collect(Collectors.joining("|", "\\b(?:", ")\\b"));
    return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }

  /** Directories of scripts and documents, except .package and its user nobody. */
  private static final List<String> DIRECTORIES =
      List.of(".ci", ".corpus", ".github", ".launch", ".mvn", "docs");

  /** The documents, scripts and POMs, and the code and columns of each module. */
  private static List<Path> texts() throws IOException {
    List<Path> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT)) {
      List<Path> all = files.toList();
      all.stream().filter(Files::isRegularFile).forEach(texts::add);
      for (Path directory : all) {
        texts.addAll(below(directory.resolve("src/main")));
        texts.add(directory.resolve("pom.xml"));
      }
    }
    for (String directory : DIRECTORIES) {
      texts.addAll(below(ROOT.resolve(directory)));
    }
    // Scripts have no ending, and other files are not prose.
    return texts.stream()
        .filter(
            text -> text.getFileName().toString().matches("[^.]*|.*\\.(md|tsv|java|sh|xml|yml)"))
        .filter(text -> !text.endsWith("LICENSE"))
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<Path> below(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** The forbidden words in a text, each with its line. */
  private static List<String> found(Pattern words, String text) {
    Matcher matcher = words.matcher(text);
    return matcher
        .results()
        .map(word -> "line " + line(text, word) + ": " + word.group().replaceAll("\\s+", " "))
        .toList();
  }

  private static long line(String text, MatchResult word) {
    return 1 + text.substring(0, word.start()).chars().filter(c -> c == '\n').count();
  }

  @Test
  void wordsThatAreNeverRightAreNowhere() throws IOException {
    Pattern words = words();
    List<Path> texts = texts();
    assertThat(texts).hasSizeGreaterThan(300).contains(LIST);
    for (Path path : texts) {
      String text = Files.readString(path);
      String checked = path.equals(LIST) ? text.substring(0, text.indexOf(HEADING)) : text;
      assertThat(found(words, checked)).as("%s: see «Words» in CONTRIBUTING.md", path).isEmpty();
    }
  }

  @Test
  void aWordIsFoundAcrossTheEndOfALine() throws IOException {
    assertThat(found(words(), "read\nAnew if what\n * is no\n * number"))
        .containsExactly("line 2: Anew", "line 3: is no * number");
  }
}
