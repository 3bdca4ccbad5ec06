package io.github.procfs4j.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The forms are those of real JVMs; numbers and hostile names are made up. */
@SuppressWarnings("NullAway") // what is missing fails the test
class ThreadPrintTest {
  private static final String JDK_25 =
      """
      2026-11-30 12:04:48
      Full thread dump OpenJDK 64-Bit Server VM (25.0.3+9-LTS mixed mode, sharing):

      Threads class SMR info:
      _java_thread_list=0x00007f1e64001c70, length=12, elements={
      0x00007f1e6402aa70
      }

      "main" #3 [8736] prio=5 os_prio=0 cpu=1403.84ms elapsed=6.46s tid=0x00007f5d6402aa70 nid=8736 waiting on condition  [0x00007f5d6a3fe000]
         java.lang.Thread.State: TIMED_WAITING (sleeping)
      \tat java.lang.Thread.sleepNanos0(java.base@25.0.3/Native Method)
      \tat TWait.main(TWait.java:4)

      "a \"quoted\" name" #30 [8750] daemon prio=5 os_prio=0 cpu=0.1ms elapsed=6.46s tid=0x00007f5d6402bb70 nid=8750 runnable  [0x0000000000000000]

      "GC Thread#0" os_prio=0 cpu=2.04ms elapsed=6.46s tid=0x00007f5d6402cc70 nid=8751 runnable

      JNI global refs: 16, weak refs: 0
      """;

  private static String jdk17(String name, String nid) {
    return "\""
        + name
        + "\" #9 daemon prio=9 os_prio=0 cpu=0.11ms elapsed=9.01s tid=0x00007f5d64 nid="
        + nid
        + " waiting on condition  [0x00007f5d6a3fe000]\n"
        + "   java.lang.Thread.State: RUNNABLE\n\tat a.B.c(B.java:1)\n\n";
  }

  @Test
  void threadsAreFoundByTheNumberOfTheKernel() {
    var threads = ThreadPrint.parse(JDK_25);
    assertThat(threads).containsOnlyKeys(8736L, 8750L, 8751L);
    assertThat(threads.get(8736L).name()).isEqualTo("main");
    assertThat(threads.get(8736L).frames())
        .containsExactly(
            "java.lang.Thread.sleepNanos0(java.base@25.0.3/Native Method)",
            "TWait.main(TWait.java:4)");
    assertThat(threads.get(8750L).name()).isEqualTo("a \"quoted\" name");
    assertThat(threads.get(8750L).frames()).isEmpty();
    assertThat(threads.get(8751L).name()).isEqualTo("GC Thread#0");
  }

  @Test
  void olderVersionsPrintTheNumberInHexadecimal() {
    assertThat(ThreadPrint.parse(jdk17("Signal Dispatcher", "0x2220")).get(0x2220L).name())
        .isEqualTo("Signal Dispatcher");
  }

  @Test
  void aPrintThatWasCutIsNotComplete() {
    assertThat(ThreadPrint.isComplete(JDK_25)).isTrue();
    assertThat(ThreadPrint.isComplete(JDK_25.substring(0, JDK_25.length() - 60))).isFalse();
  }

  @Test
  void aLineForANumberThatIsThereTwiceIsNotUsed() {
    String forged = "x\n\"main\" #1 prio=5 tid=0x1 nid=8736 y\n\"b";
    var threads = ThreadPrint.parse(JDK_25.replace("GC Thread#0", forged));
    assertThat(threads).doesNotContainKey(8736L);
  }

  @Test
  void framesInANameAreNotFrames() {
    String text = jdk17("a", "7") + jdk17("x\n\tat evil.Frame.of(X.java:1)\n", "8");
    assertThat(ThreadPrint.parse(text).get(7L).frames()).containsExactly("a.B.c(B.java:1)");
  }

  /** A name of several lines may look like another one; the kernel's name shows that it is not. */
  @Test
  void aNameMustAgreeWithThatOfTheKernel() {
    assertThat(JavaPrints.isName("a-rather-long-worker-name-1", "a-rather-long-w")).isTrue();
    assertThat(JavaPrints.isName("a-rather-long-worker-name-1", "a-rather-l..e-1")).isTrue();
    assertThat(JavaPrints.isName("short", "short")).isTrue();
    assertThat(JavaPrints.isName("b", "evil\n\"b")).isFalse();
    assertThat(JavaPrints.isName("shorter", "short")).isFalse();
  }
}
