package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatusTest {
  @TempDir Path root;

  private ProcessStatus read(String text) {
    ProcessTrees.write(root.resolve("status"), text.getBytes(ISO_8859_1));
    return ProcessStatus.FILE.read(root);
  }

  private ProcessStatus real(String role) {
    ProcessTrees processes = ProcessTrees.of("amd64-6.12-smp4-numa2");
    processes.unpack("s1/" + processes.pid(role), root);
    return ProcessStatus.FILE.read(root);
  }

  /** Made up like a 32-bit kernel 2.6.18 of Red Hat. */
  @Test
  void addressesOfOldKernelsAreNoSizes() {
    ProcessTrees.write(
        root.resolve("status"),
        "Name:\tbash\nSleepAVG:\t88%\nVmPTE:\t      20 kB\nStaBrk:\t08048000 kB\nBrk:\t08c4f000 kB\n"
            .getBytes(ISO_8859_1));
    Snapshot reading = Snapshot.of(ProcessStatus.FILE, root);
    assertThat(reading.problems()).isEmpty();
    assertThat(ProcessTrees.cells(reading)).containsOnlyKeys("VmPTE");
    assertThat(reading.layout().table("word").orElseThrow().rows())
        .extracting(row -> row.label("value"))
        .contains("88%", "08048000 kB", "08c4f000 kB");
  }

  @Test
  void ofRealProcesses() {
    ProcessStatus init = real("init");
    assertThat(init.name()).isEqualTo("init");
    assertThat(init.umask()).hasValue(022);
    assertThat(init.groups()).isEmpty();
    assertThat(init.nsPid()).containsExactly(1L);
    assertThat(init.amount(ProcessStatusColumns.KTHREAD)).hasValue(0);
    assertThat(init.amount(ProcessStatusColumns.UNTAG_MASK)).hasValue(-1);
    assertThat(init.amount(ProcessStatusColumns.SIG_IGN)).hasValue(4);
    assertThat(init.cpusAllowedList()).contains("0-3");
    assertThat(init.memsAllowedList()).contains("0-1");
    assertThat(init.word("Cpus_allowed")).contains("f");
    assertThat(init.speculationStoreBypass()).isPresent();
    assertThat(init.x86ThreadFeatures()).isEmpty();
    assertThat(real("creds").groups()).containsExactly(4L, 24L, 27L, 1000L, 65534L, 100000L);
    assertThat(real("ns-child").nsPid()).hasSize(2).last().isEqualTo(2L);
    assertThat(real("ns-child").nsTgid()).isEqualTo(real("ns-child").nsPid());
    assertThat(real("stopped").state()).isEqualTo('T');
    assertThat(real("tracee").state()).isEqualTo('t');
    assertThat(real("seccomp").amount(ProcessStatusColumns.SECCOMP)).hasValue(2);
    assertThat(real("strict").amount(ProcessStatusColumns.SECCOMP)).hasValue(1);
    ProcessStatus zombie = real("zombie");
    assertThat(zombie.state()).isEqualTo('Z');
    assertThat(zombie.umask()).isEmpty();
    assertThat(zombie.vmRSS()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "plain,plain",
    "'',''",
    "' a b ',' a b '",
    "new\\nline,'new\nline'",
    "back\\\\slash\\\\n,back\\slash\\n",
    "end\\,end\\",
    "a\\tb,a\\tb",
    "x) R,x) R"
  })
  void theNameIsWithoutItsEscapes(String printed, String name) {
    assertThat(read("Name:\t" + printed + "\nPid:\t5\n").name()).isEqualTo(name);
  }

  @Test
  void aNameThatIsNotUtf8KeepsItsBytesApart() {
    assertThat(read("Name:\t\u00ff\nPid:\t5\n").name()).isEqualTo("\\xff");
  }

  @Test
  void severalNumbersOfALineHaveNamesOfTheirOwn() {
    ProcessStatus status =
        read("Uid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t4294967295\nSigQ:\t8/9\nNSpid:\t17\t3\t1\n");
    assertThat(status.uidReal()).isEqualTo(1);
    assertThat(status.amount(ProcessStatusColumns.UID_FILESYSTEM)).hasValue(4);
    assertThat(status.amount(ProcessStatusColumns.GID_FILESYSTEM)).hasValue(4294967295L);
    assertThat(status.amount(ProcessStatusColumns.SIG_Q)).hasValue(8);
    assertThat(status.amount(ProcessStatusColumns.SIG_Q_LIMIT)).hasValue(9);
    assertThat(status.nsPid()).containsExactly(17L, 3L, 1L);
    assertThat(status.nsSid()).isEmpty();
  }

  @Test
  void groupsAreNumbersOrCostTheirLine() {
    assertThat(read("Groups:\t4 24 4294967295 \nPid:\t5\n").groups())
        .containsExactly(4L, 24L, 4294967295L);
    assertThat(read("Groups:\t \nPid:\t5\n").groups()).isEmpty();
    assertThat(read("Groups:\t" + "7 ".repeat(65_536) + "\nPid:\t5\n").groups()).hasSize(65_536);
    for (String wrong : List.of("x", "4 x", "4 -1", "99999999999", "4\u00a05")) {
      ProcessStatus status = read("Groups:\t" + wrong + " \nPid:\t5\n");
      assertThat(status.groups()).as(wrong).isEmpty();
    }
  }

  @Test
  void sizesAreInBytesAndMasksAreSets() {
    ProcessStatus status =
        read(
            "VmRSS:\t    1824 kB\nSigBlk:\tfffffffe7ffbfeff\nuntag_mask:\t0x7fffffffffffff\n"
                + "CapEff:\t000001ffffffffff\n");
    assertThat(status.vmRSS()).hasValue(1824 * 1024);
    assertThat(status.amount(ProcessStatusColumns.SIG_BLK)).hasValue(0xfffffffe7ffbfeffL);
    assertThat(status.amount(ProcessStatusColumns.UNTAG_MASK)).hasValue(0x7fffffffffffffL);
    assertThat(status.amount(ProcessStatusColumns.CAP_EFF)).hasValue(0x1ffffffffffL);
  }

  @Test
  void keysOfANewerKernelAreKeptUnderTheirNames() {
    ProcessStatus status =
        read(
            "Pid:\t5\nVmNew:\t    12 kB\nNew_mask:\t0000000000000010\nNew_words:\ta b\n"
                + "New_empty:\t\n");
    assertThat(status.amount(Column.undescribed("VmNew", Unit.KIBIBYTES))).hasValue(12 * 1024);
    assertThat(status.word("New_mask")).as("nobody knows its form").contains("0000000000000010");
    assertThat(status.word("New_words")).contains("a b");
    assertThat(status.word("New_empty")).contains("");
    assertThat(status.word("None")).isEmpty();
  }

  @Test
  void aThreadFeatureIsAWord() {
    // Made up after Documentation/arch/x86/shstk.rst.
    ProcessStatus status =
        read("Pid:\t5\nx86_Thread_features:\tshstk wrss \nx86_Thread_features_locked:\tshstk \n");
    assertThat(status.x86ThreadFeatures()).containsExactly("shstk", "wrss");
    assertThat(status.x86ThreadFeaturesLocked()).containsExactly("shstk");
  }

  @Test
  void aBadFieldOrLineCostsItselfOnly() {
    ProcessTrees.write(
        root.resolve("status"),
        """
        Name:x
        State:\tSS (sleeping)
        Tgid:\t99999999999999999999
        Pid:\t5 6
        no colon
        VmRSS:\tx kB
        SigQ:\t1
        untag_mask:\t5
        PPid:\t7
        """
            .getBytes(ISO_8859_1));
    Snapshot reading = Snapshot.of(ProcessStatus.FILE, root);
    assertThat(ProcessTrees.cells(reading)).containsOnlyKeys("SigQ", "PPid", "Pid (6)");
    assertThat(reading.problems()).hasSize(8);
    assertThatThrownBy(() -> ProcessStatus.FILE.read(root).name())
        .isInstanceOf(NoSuchElementException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "nonsense\n"})
  void whatIsNoStatusIsNotTaken(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedTextException.class);
  }

  @Test
  void stateMemoryAndSwitchesAreReplayed() {
    String text =
        "Name:\tx\nState:\tS (sleeping)\nVmRSS:\t       9 kB\nSigPnd:\t0000000000000000\n";
    ProcessTrees.write(root.resolve("status"), text.getBytes(ISO_8859_1));
    try (Sampler<ProcessStatus> sampler = ProcessStatus.FILE.sampler(root)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      ProcessTrees.write(
          root.resolve("status"),
          "Name:\tx\nState:\tD (disk sleep)\nVmRSS:\t    1024 kB\nSigPnd:\t00000000000000f0\n"
              .getBytes(ISO_8859_1));
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.isContinuation()).isTrue();
      assertThat(sampler.changes()).isEqualTo(3);
      assertThat(sampler.view().state()).isEqualTo('D');
      assertThat(sampler.view().vmRSS()).hasValue(1 << 20);
      assertThat(sampler.view().amount(ProcessStatusColumns.SIG_PND)).hasValue(0xf0);
    }
  }
}
