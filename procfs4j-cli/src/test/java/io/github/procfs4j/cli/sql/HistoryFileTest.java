package io.github.procfs4j.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir private Path directory;

  @Test
  void onlyItsOwnerCanReadIt() throws IOException {
    Path made = HistoryFile.in(directory.resolve("a/b")).orElseThrow();
    assertThat(made).isEqualTo(directory.resolve("a/b/sql_history"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.getParent())))
        .isEqualTo("rwx------");
    assertThat(HistoryFile.in(directory.resolve("a/b"))).contains(made);
  }

  @Test
  void noneIsKeptWhereOthersMayWrite() throws IOException {
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(HistoryFile.in(open)).isEmpty();
    assertThat(open).isEmptyDirectory();
  }

  @Test
  void aLinkOrAPipeInItsPlaceIsNotUsed() throws Exception {
    Path own = Files.createDirectory(directory.resolve("own"));
    Path dear = Files.writeString(directory.resolve("dear"), "dear");
    Path link = Files.createSymbolicLink(own.resolve("sql_history"), dear);
    assertThat(HistoryFile.in(own)).isEmpty();
    Files.delete(link);
    assumeTrue(new ProcessBuilder("mkfifo", link.toString()).start().waitFor() == 0, "no mkfifo");
    assertThat(HistoryFile.in(own)).isEmpty();
    assertThat(dear).hasContent("dear");
  }

  @Test
  void anotherUsersIsNotUsed() throws IOException {
    Path own = Files.createDirectory(directory.resolve("own"));
    assumeTrue(Files.getAttribute(own, "unix:uid").equals(0), "needs root: chown(2)");
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setAttribute(own, "unix:uid", 65534);
    assertThat(HistoryFile.in(own)).isEmpty();
  }
}
