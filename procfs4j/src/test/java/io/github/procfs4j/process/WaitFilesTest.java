package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** wchan, syscall and stack: where a thread waits. */
class WaitFilesTest {
  /** Of Linux 6.18, unless a comment says otherwise. */
  private static final String FUTEX =
      "202 0x7f63e8000b60 0x189 0x0 0x0 0x0 0xffffffff 0x7f63f7ffe3a0 0x7f640608a117\n";

  @Test
  void aCallHasItsNumberAndSixArguments() {
    SystemCall call = call(FUTEX);
    assertThat(call.isRunning()).isFalse();
    assertThat(call.number()).hasValue(202);
    assertThat(call.arguments()).containsExactly(0x7f63e8000b60L, 0x189L, 0L, 0L, 0L, 0xffffffffL);
    assertThat(call.stackPointer()).isEqualTo(0x7f63f7ffe3a0L);
    assertThat(call.programCounter()).isEqualTo(0x7f640608a117L);
    assertThat(call.mayBe32Bit()).isFalse();
  }

  @Test
  void anArgumentMayNeedAll64Bits() {
    SystemCall call = call(FUTEX.replace("0x189", "0xffffffffffffff9c"));
    assertThat(call.arguments().get(1)).isEqualTo(-100);
  }

  @Test
  void aThreadThatRunsOrIsInNoCallHasNoNumber() {
    assertThat(call("running\n").isRunning()).isTrue();
    assertThat(call("running\n").number()).isEmpty();
    SystemCall fault = call("-1 0x7ffd1b3c5e38 0x55d0a8a3b2f1\n");
    assertThat(fault.isRunning()).isFalse();
    assertThat(fault.number()).isEmpty();
    assertThat(fault.stackPointer()).isEqualTo(0x7ffd1b3c5e38L);
  }

  @Test
  void aKernelThreadIsNotReading() {
    assertThat(call("0 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n").number()).isEmpty();
  }

  /** Made up: 3 is read in the table of 32-bit programs, and close in that of 64-bit ones. */
  @Test
  void the32BitCodeIsRecognized() {
    assertThat(call("3 0x0 0xff9c 0x1 0x0 0x0 0x0 0xff9c1f40 0xf7f3a579\n").mayBe32Bit()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "running",
        "run\n",
        "202\n",
        "202 0x1\n",
        "-1 0x1\n",
        "-1 0x1 0x2 0x3\n",
        "202 0 0x189 0x0 0x0 0x0 0xf 0x7 0x1\n",
        "x 0x1 0x2\n",
        "--1 0x1 0x2\n",
        "202 0x7f63e8000b60 0x189 0x0 0x0 0x0 0xffffffff 0x7f63f7ffe3a0 0x7f640608a117",
        "202 0x7f63e8000b60 0x189 0x0 0x0 0x0 0xffffffff 0x7f63f7ffe3a0 0x17f640608a1171111\n",
        "9999999999999999999 0x1 0x2\n",
        "202 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x8 0x9\n"
      })
  void aCallOfAnotherFormIsRejected(String text) {
    assertThatThrownBy(() -> call(text))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageContaining("syscall");
  }

  @Test
  void aFunctionIsAWordWithoutANewline() {
    assertThat(channel("futex_do_wait").function()).contains("futex_do_wait");
    assertThat(channel("0").function()).isEmpty();
    assertThat(channel("").function()).isEmpty(); // Linux 4.3, another user's thread
    assertThat(channel("18446744072099781622").function()) // Linux 4.3 without CONFIG_KALLSYMS
        .contains("18446744072099781622");
  }

  @ParameterizedTest
  @ValueSource(strings = {"futex wait", "futex\n", "\u001b[2J", "f\u00fc"})
  void aFunctionOfAnotherFormIsRejected(String text) {
    assertThatThrownBy(() -> channel(text)).isInstanceOf(MalformedTextException.class);
  }

  @Test
  void aStackHasItsFunctionsAndModules() {
    KernelStack stack =
        stack(
            """
            [<0>] futex_do_wait+0x33/0x80
            [<0>] __futex_wait+0x91/0x100
            [<0>] jbd2_journal_commit_transaction+0x1a2/0x1c30 [jbd2]
            [<0>] do_syscall_64+0x71/0x280
            [<0>] entry_SYSCALL_64_after_hwframe+0x76/0x7e
            """);
    assertThat(stack.functions())
        .containsExactly(
            "futex_do_wait",
            "__futex_wait",
            "jbd2_journal_commit_transaction [jbd2]",
            "do_syscall_64",
            "entry_SYSCALL_64_after_hwframe");
    assertThat(stack("").functions()).isEmpty();
  }

  /** The form before Linux 4.15. */
  @Test
  void anOldStackHasAddressesAndAnEnd() {
    assertThat(
            stack(
                    """
                    [<ffffffff810a9d62>] futex_wait_queue_me+0xd2/0x130
                    [<ffffffff810aa93b>] futex_wait+0x17b/0x270
                    [<ffffffffffffffff>] 0xffffffffffffffff
                    """)
                .functions())
        .containsExactly("futex_wait_queue_me", "futex_wait");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"futex_wait+0x1/0x2\n", "[<0>] futex_wait+0x1/0x2", "\n", "[<0>] a b+0x1/0x2\n"})
  void aStackOfAnotherFormIsRejected(String text) {
    assertThatThrownBy(() -> stack(text)).isInstanceOf(MalformedTextException.class);
  }

  @Test
  void eachArchitectureHasItsOwnNumbers() {
    SystemCallTable x86 = SystemCallTable.of("x86_64").orElseThrow();
    SystemCallTable arm = SystemCallTable.of("aarch64").orElseThrow();
    assertThat(x86.name(202)).contains("futex");
    assertThat(arm.name(98)).contains("futex");
    assertThat(x86.name(0)).contains("read");
    assertThat(arm.name(0)).contains("io_setup");
    assertThat(List.of(x86.name(455), arm.name(455)))
        .containsOnly(Optional.of("futex_wait")); // the numbers from 424 on are shared
    assertThat(x86.name(100_000)).isEmpty();
    assertThat(SystemCallTable.of("amd64")).contains(x86);
  }

  @Test
  void anUnknownArchitectureHasNoNames() {
    assertThat(SystemCallTable.of("riscv64")).isEmpty();
    assertThat(SystemCallTable.of("")).isEmpty();
  }

  /** What the C library was built with, if its headers are installed. */
  @Test
  void theTableAgreesWithTheHeadersOfThisMachine() throws IOException {
    Path header = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
    if (!Files.exists(header)) {
      return;
    }
    SystemCallTable table = SystemCallTable.of("x86_64").orElseThrow();
    Matcher line = Pattern.compile("#define __NR_(\\w+) (\\d+)").matcher(Files.readString(header));
    while (line.find()) {
      assertThat(table.name(Long.parseLong(line.group(2)))).contains(line.group(1));
    }
  }

  @Test
  void ownThreadIsRunningAndHasAStack() {
    ProcessDirectory self = Procfs.mounted().process(ProcessHandle.current().pid());
    assertThat(self.waitChannel()).isNotNull(); // the first thread waits for the one of main
    assertThat(self.systemCall().isRunning() || self.systemCall().number().isPresent()).isTrue();
  }

  private static SystemCall call(String text) {
    return SystemCall.parse("syscall", text.getBytes(UTF_8));
  }

  private static WaitChannel channel(String text) {
    return WaitChannel.parse("wchan", text.getBytes(UTF_8));
  }

  private static KernelStack stack(String text) {
    return KernelStack.parse("stack", text.getBytes(UTF_8));
  }
}
