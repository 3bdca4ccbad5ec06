package io.github.procfs4j.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.Session;
import io.github.procfs4j.system.SystemFiles;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The list of relations in docs/tables.md is that of the kernels of the corpus. With {@code
 * -Dprocfs.pages=write} it is written.
 */
class TablesPageTest {
  private static final Path PAGE = Path.of("../docs/tables.md");
  private static final String BEGIN = "<!-- relations -->\n";
  private static final String END = "<!-- end -->";

  /** Longer lists show only the first ones: those of vmstat have two hundred. */
  private static final int MOST = 40;

  @TempDir private Path directory;

  @Test
  void listsTheRelationsOfAllKernels() throws IOException {
    Map<String, Set<String>> fields = new TreeMap<>();
    for (String variant : Corpus.variants()) {
      try (Session session = new Session(directory.resolve(variant), SystemFiles.ALL)) {
        for (String moment : Corpus.MOMENTS) {
          session.show(Corpus.tree(variant, moment));
          session.tick();
        }
        session.end();
        try (Recording recording = Recording.open(session.file)) {
          for (Relation relation : Relations.of(recording, variant).all()) {
            if (relation.content() != Relation.Content.RECORDING) {
              Set<String> names =
                  fields.computeIfAbsent(relation.fullName(), name -> new TreeSet<>());
              relation.fields().stream()
                  .filter(field -> field.role() != Field.Role.ORIGIN)
                  .filter(field -> field.role() != Field.Role.TIME)
                  .filter(field -> field.role() != Field.Role.OTHER)
                  .forEach(field -> names.add(text(field)));
            }
          }
        }
      }
    }
    StringBuilder list = new StringBuilder(BEGIN).append("| relation | fields |\n| --- | --- |\n");
    fields.forEach(
        (name, all) ->
            list.append("| `")
                .append(name)
                .append("` | ")
                .append(String.join(", ", all.stream().limit(MOST).toList()))
                .append(all.size() > MOST ? ", and " + (all.size() - MOST) + " more" : "")
                .append(" |\n"));
    String page = Files.readString(PAGE);
    String expected =
        page.substring(0, page.indexOf(BEGIN)) + list + page.substring(page.indexOf(END));
    if ("write".equals(System.getProperty("procfs.pages"))) {
      Files.writeString(PAGE, expected);
    } else {
      assertThat(page).isEqualTo(expected);
    }
  }

  private static String text(Field field) {
    boolean isPlain =
        field.unit().isEmpty() || field.unit().equals("count") || field.unit().equals("none");
    return "`" + field.name() + "`" + (isPlain ? "" : " " + field.unit());
  }
}
