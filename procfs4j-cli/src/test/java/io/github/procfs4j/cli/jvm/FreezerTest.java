package io.github.procfs4j.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Control groups that are frozen: made-up ones, and a real one with a JVM. */
@Timeout(120)
@SuppressWarnings("NullAway") // what is missing fails the test
class FreezerTest {
  @TempDir private Path directory;

  private boolean isFrozen(String cgroup, String file, String text) throws IOException {
    Path mount = directory.resolve("mount");
    Files.createDirectories(mount.resolve(file).getParent());
    Files.writeString(mount.resolve(file), text);
    Path process = Files.createDirectories(directory.resolve("1"));
    Files.writeString(process.resolve("cgroup"), cgroup);
    return new Freezer(mount).isFrozen(process);
  }

  @Test
  void version1() throws IOException {
    String of = "7:cpu:/b\n6:freezer:/a b\n0::/\n";
    assertThat(isFrozen(of, "freezer/a b/freezer.state", "FROZEN\n")).isTrue();
    assertThat(isFrozen(of, "freezer/a b/freezer.state", "FREEZING\n")).isTrue();
    assertThat(isFrozen(of, "freezer/a b/freezer.state", "THAWED\n")).isFalse();
    assertThat(isFrozen(of, "freezer/b/freezer.state", "FROZEN\n")).isFalse();
  }

  @Test
  void version2() throws IOException {
    String of = "0::/a/b\n";
    assertThat(isFrozen(of, "a/b/cgroup.events", "populated 1\nfrozen 1\n")).isTrue();
    assertThat(isFrozen(of, "a/b/cgroup.events", "populated 1\nfrozen 0\n")).isFalse();
    assertThat(isFrozen(of, "unified/a/b/cgroup.events", "populated 1\nfrozen 1\n")).isTrue();
  }

  @Test
  void withoutGroups() throws IOException {
    assertThat(isFrozen("x\n", "cgroup.events", "frozen 1\n")).isFalse();
    assertThat(new Freezer().isFrozen(directory.resolve("none"))).isFalse();
    assertThat(new Freezer().isFrozen(Path.of("/proc/self"))).isFalse();
  }

  /** A tree, and the names of the files that freeze a group of it and show that it is frozen. */
  private record Tree(Path mount, String freezes, String frozen, String thawed, String shows) {
    static Tree writable() {
      Path mount = Path.of("/sys/fs/cgroup");
      for (Tree tree :
          new Tree[] {
            new Tree(
                mount.resolve("freezer"), "freezer.state", "FROZEN", "THAWED", "freezer.state"),
            new Tree(mount.resolve("unified"), "cgroup.freeze", "1", "0", "cgroup.events"),
            new Tree(mount, "cgroup.freeze", "1", "0", "cgroup.events")
          }) {
        if (Files.isWritable(tree.mount.resolve("cgroup.procs"))) {
          return tree;
        }
      }
      assumeTrue(false, "control groups may not be made here");
      throw new AssertionError();
    }
  }

  /** It would print its threads to its own output when it is thawed. */
  @Test
  void aFrozenJvmIsNotAskedUntilItIsThawed() throws Exception {
    Tree tree = Tree.writable();
    Path group = tree.mount.resolve("procfs4j-frozen-" + ProcessHandle.current().pid());
    try {
      Files.createDirectory(group);
    } catch (IOException e) {
      assumeTrue(false, "control groups may not be made here: " + e.getMessage());
    }
    Process jvm = Sleeper.start(directory);
    try {
      jvm.getOutputStream().write('\n');
      jvm.getOutputStream().flush();
      assertThat(jvm.getInputStream().read()).isPositive();
      long pid = jvm.pid();
      Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
      Files.writeString(group.resolve(tree.freezes), tree.frozen);
      while (!Files.readString(group.resolve(tree.shows)).matches("(?s)FROZEN\n|.*frozen 1\n.*")) {
        Thread.sleep(5);
      }
      JavaPrints prints = new JavaPrints();
      prints.take(Set.of(pid));
      assertThat(prints.problems())
          .containsExactly(
              "JVM %d is in a frozen control group; its threads have the kernel's names"
                  .formatted(pid));
      assertThat(directory.resolve(".attach_pid" + pid)).doesNotExist();
      assertThat(prints.isToBeAskedAgain(pid)).isTrue();
      Files.writeString(group.resolve(tree.freezes), tree.thawed);
      while (prints.prints() == 0) { // however slow this machine is now
        assertThat(prints.isToBeAskedAgain(pid)).isTrue();
        prints.take(Set.of(pid));
      }
    } finally {
      Files.writeString(group.resolve(tree.freezes), tree.thawed);
      jvm.destroyForcibly().waitFor();
      while (Files.exists(group)) { // it can be removed when its last process has been reaped
        try {
          Files.delete(group);
        } catch (IOException e) {
          Thread.sleep(10);
        }
      }
    }
  }
}
