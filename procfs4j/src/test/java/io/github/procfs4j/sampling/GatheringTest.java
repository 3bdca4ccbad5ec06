package io.github.procfs4j.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.KeptFile;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.text.Cursor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of directories that are made up. */
class GatheringTest {
  private static final Table TABLE = Table.of("t", "directory");

  @TempDir Path root;

  private static void parse(Cursor in, Layout.Builder out) {
    out.table(TABLE);
    Gathering.eachLine(
        in,
        (directory, file, line) ->
            out.row(TABLE, directory).cell(Column.undescribed(file, Unit.COUNT), line.unsigned()));
  }

  private static SampledFile<FileReading> file(Gathering gathering) {
    return new SampledFile<>(
        new Source("top", "", Source.Mode.SAMPLED, "", "", "", ""),
        Printing.ONE_CALL,
        GatheringTest::parse,
        List.of(),
        reading -> reading,
        path -> path.resolve("top"),
        gathering);
  }

  private Sampler<FileReading> sampler(Gathering.Reach reach) {
    return file(new Gathering(reach, "[a-z]+", List.of("x", "y"))).sampler(root);
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve("top").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, ISO_8859_1);
  }

  private static List<String> cells(Sampler<?> sampler) {
    return java.util.stream.IntStream.range(0, sampler.layout().cells())
        .mapToObj(
            cell ->
                sampler.layout().row(cell).labels().getFirst()
                    + " "
                    + sampler.layout().column(cell)
                    + "="
                    + sampler.value(cell))
        .toList();
  }

  @Test
  void theDirectoryItself() throws IOException {
    write("x", "1\n");
    write("below/x", "2\n");
    try (Sampler<?> sampler = sampler(Gathering.Reach.ITSELF)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly(" x=1");
      write("x", "12345\n");
      write("y", "6\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly(" x=12345", " y=6");
      write("y", "7\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.isContinuation()).isTrue();
      assertThat(cells(sampler)).containsExactly(" x=12345", " y=7");
    }
  }

  @Test
  void childrenOfSomeNames() throws IOException {
    write("b/x", "1\n");
    write("a/y", "2\n");
    write("B/x", "3\n");
    write("a/c/x", "4\n");
    write("x", "5\n");
    try (Sampler<?> sampler = sampler(Gathering.Reach.CHILDREN)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly("a y=2", "b x=1");
    }
  }

  @Test
  void rowsOfATreeComeAndGo() throws IOException {
    write("x", "1\n");
    write("a/b/x", "2\n");
    write("c/other", "3\n");
    try (Sampler<?> sampler = sampler(Gathering.Reach.TREE)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly(" x=1", "a/b x=2");
      Row row = sampler.layout().row(1);
      write("a/x", "4\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly(" x=1", "a x=4", "a/b x=2");
      assertThat(sampler.layout().row(2)).isEqualTo(row);
      Files.delete(root.resolve("top/a/b/x"));
      Files.delete(root.resolve("top/a/b"));
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly(" x=1", "a x=4");
    }
  }

  @Test
  void namesOfAnyCharacters() throws IOException {
    List<String> names = List.of(" a", "b\nx 5", "c\\012", "\u0001d", "e\u001b[2J", "z \t ");
    for (String name : names) {
      write(name + "/x", "1\n");
    }
    try (Sampler<?> sampler = sampler(Gathering.Reach.TREE)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.problems()).isEmpty();
      assertThat(sampler.layout().table("t").orElseThrow().rows())
          .extracting(row -> row.labels().getFirst())
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void aTextCannotImitateAnotherFile() throws IOException {
    write("a/x", "1\n\u0002y\n2\n\u0001b\n");
    try (Sampler<?> sampler = sampler(Gathering.Reach.TREE)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.layout().table("t").orElseThrow().rows()).hasSize(1);
      assertThat(sampler.problems()).isNotEmpty();
      assertThat(cells(sampler)).contains("a x=1").doesNotContain("a y=2");
    }
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    write("x", "1\n");
    Files.createDirectories(root.resolve("top/y"));
    write("a/x", "2");
    write("a/y", "3\n");
    try (Sampler<?> sampler = sampler(Gathering.Reach.TREE)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly(" x=1", "a y=3");
      assertThat(sampler.problems())
          .extracting(problem -> problem.expected())
          .anyMatch(text -> text.contains("y cannot be read: is a directory"))
          .anyMatch(text -> text.contains("x is left out, as it does not end in a newline"));
    }
  }

  /** Each of the files is as long as one that is read alone may be. */
  @Test
  void readingStopsAfterAsMuchAsOfASingleFile() throws IOException {
    for (String directory : List.of("a", "b", "c", "d")) {
      write(directory + "/x", "1\n");
      try (RandomAccessFile file =
          new RandomAccessFile(
              root.resolve("top").resolve(directory).resolve("x").toFile(), "rw")) {
        file.setLength(KeptFile.LONGEST);
        file.seek(KeptFile.LONGEST - 1L);
        file.write('\n');
      }
    }
    Buffer text = new Buffer(1 << 12);
    Gathering gathering = new Gathering(Gathering.Reach.CHILDREN, "[a-z]+", List.of("x", "y"));
    try (GatheredText gathered = GatheredText.of(file(gathering), root, root.resolve("top"))) {
      assertThat(gathered.read(text)).isBetween(KeptFile.LONGEST, KeptFile.LONGEST + 1000);
    }
    assertThat(new String(text.copy(text.length() - 100, 100), ISO_8859_1))
        .contains("at most " + KeptFile.LONGEST + " bytes are read: 3 directories are left out");
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    write("x", "1\n");
    Path outside = Files.createDirectories(root.resolve("outside"));
    Files.writeString(outside.resolve("x"), "2\n");
    Files.createSymbolicLink(root.resolve("top/a"), outside);
    Files.createDirectories(root.resolve("top/b"));
    Files.createSymbolicLink(root.resolve("top/b/x"), outside.resolve("x"));
    try (Sampler<?> sampler = sampler(Gathering.Reach.TREE)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly(" x=1");
      assertThat(sampler.problems()).hasSize(1);
    }
  }

  @Test
  void aDirectoryThatIsRemovedWhileItIsOpen() throws IOException {
    write("x", "1\n");
    try (Sampler<?> sampler = sampler(Gathering.Reach.ITSELF)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Files.delete(root.resolve("top/x"));
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem()).hasValue(root + "/top: has none of the files x, y");
      Files.delete(root.resolve("top"));
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem()).hasValue(root + "/top: the directory has been removed");
      write("x", "2\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly(" x=2");
    }
  }

  @Test
  void filesThatAreBelowAnotherPlace() throws IOException {
    write("x", "1\n");
    write("a/x", "2\n");
    write("a/y", "3\n");
    write("b/x", "4\n");
    write("../other/y", "5\n");
    write("../other/b/y", "6\n");
    write("../other/c/y", "7\n");
    Gathering gathering =
        new Gathering(Gathering.Reach.TREE, "", List.of("x", "y"))
            .with(Map.of("y", path -> path.resolve("other")));
    try (Sampler<?> sampler = file(gathering).sampler(root)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler)).containsExactly(" x=1", " y=5", "a x=2", "b x=4", "b y=6");
      write("../other/b/y", "8\n");
      write("../other/a/y", "9\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(cells(sampler))
          .containsExactly(" x=1", " y=5", "a x=2", "a y=9", "b x=4", "b y=8");
    }
  }

  /** A directory of sysfs with a file that the kernel refuses to read with EOPNOTSUPP. */
  private static Path refused() throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(Path.of("/sys/class/net"), entry -> isRefused(entry))) {
      for (Path device : found) {
        return device.toRealPath();
      }
    } catch (NoSuchFileException e) {
      // there is no sysfs
    }
    return Assumptions.abort("no network device refuses phys_port_name");
  }

  private static boolean isRefused(Path device) {
    try (KeptFile file = KeptFile.at(device.resolve("phys_port_name"), true)) {
      return file.read(new Buffer(1 << 10)) == -Errno.EOPNOTSUPP;
    }
  }

  /** As pressure of control groups is, where the kernel was booted without. */
  @Test
  void whatTheKernelHasSwitchedOffIsNotAProblem() throws IOException {
    Path device = refused();
    for (List<String> files :
        List.of(List.of("phys_port_name"), List.of("phys_port_name", "ifindex"))) {
      SampledFile<FileReading> file =
          new SampledFile<>(
              new Source("top", "", Source.Mode.SAMPLED, "1.0", "OPTION", "", ""),
              Printing.ONE_CALL,
              GatheringTest::parse,
              List.of(),
              reading -> reading,
              path -> device,
              new Gathering(Gathering.Reach.ITSELF, "", files));
      try (Sampler<?> sampler = file.sampler(root)) {
        if (files.size() == 1) {
          assertThat(sampler.sample()).isEqualTo(Outcome.SWITCHED_OFF);
          assertThat(sampler.problem())
              .hasValue(device + ": operation not supported; it depends on OPTION");
        } else {
          assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
          assertThat(sampler.problems()).isEmpty();
          assertThat(cells(sampler)).singleElement().asString().startsWith(" ifindex=");
        }
      }
    }
  }

  @Test
  void aTreeOfManyDirectoriesOpensFewFiles() throws IOException {
    for (int i = 0; i < 300; i++) {
      write("d" + i + "/x", i + "\n");
    }
    try (Sampler<?> sampler = sampler(Gathering.Reach.TREE)) {
      for (int i = 0; i < 3; i++) {
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.layout().cells()).isEqualTo(300);
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
          assertThat(
                  descriptors
                      .map(GatheringTest::target)
                      .filter(target -> target.startsWith(root.toString())))
              .isEmpty();
        }
      }
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // it has been closed
    }
  }
}
