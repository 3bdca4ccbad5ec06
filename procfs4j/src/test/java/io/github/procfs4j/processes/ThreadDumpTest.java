package io.github.procfs4j.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which kernel thread a thread dump shows for a Java thread. */
class ThreadDumpTest {
  /** Lines of a dump of a JDK 25, without their stacks. */
  private static final ThreadDump JDK25 =
      new ThreadDump(
          """
          2026-11-29 11:20:01
          Full thread dump OpenJDK 64-Bit Server VM (25+36-LTS mixed mode, sharing):

          "main" #3 [8736] prio=5 os_prio=0 cpu=1403.84ms elapsed=6.46s tid=0x00007f5d6402aa70 nid=8736 waiting on condition  [0x00007f5d691fe000]
             java.lang.Thread.State: RUNNABLE

          "Reference Handler" #12 [8745] daemon prio=10 os_prio=0 cpu=0.73ms elapsed=6.35s tid=0x00007f5d640b4670 nid=8745 waiting on condition  [0x00007f5d450a7000]

          "a "quoted"
          name #77 [3]" #22 [8819] daemon prio=5 os_prio=0 cpu=0.63ms elapsed=1.59s tid=0x00007f5d643bbc00 nid=8819 waiting on condition  [0x00007f5d44680000]

          "ForkJoinPool-1-worker-1" #25 [8821] daemon prio=5 os_prio=0 cpu=308.40ms elapsed=1.56s tid=0x00007f5d643c16c0  [0x00007f5d4447f000]
             Carrying virtual thread #24

          "VM Thread" os_prio=0 cpu=3.96ms elapsed=6.37s tid=0x00007f5d640a7fb0 nid=8744 runnable\s\s
          """);

  @ParameterizedTest
  @CsvSource({
    "main, 3, 8736",
    "Reference Handler, 12, 8745",
    "'a \"quoted\"\nname #77 [3]', 22, 8819",
    "ForkJoinPool-1-worker-1, 25, 8821"
  })
  void findsThreadsByNameAndNumber(String name, long javaId, long tid) {
    assertThat(JDK25.tid(name, javaId)).hasValue(tid);
  }

  @ParameterizedTest
  @CsvSource({"main, 1", "main, 33", "mai, 3", "quoted, 77", "VM Thread, 8744", "'', 3"})
  void findsNoOthers(String name, long javaId) {
    assertThat(JDK25.tid(name, javaId)).isEmpty();
  }

  @Test
  void numbersOfOlderDumpsAreHexadecimal() {
    ThreadDump jdk17 =
        new ThreadDump(
            """
            "worker of a pool, number 1" #12 daemon prio=5 os_prio=0 cpu=0.39ms elapsed=0.55s tid=0x00007fdf604037e0 nid=0x2a5e waiting on condition  [0x00007fdf2d6fc000]
            "main" #1 prio=5 os_prio=0 cpu=1447.51ms elapsed=5.03s tid=0x00007fdf60018040 nid=0x2a10 waiting on condition  [0x00007fdf65ffd000]
            """);
    assertThat(jdk17.tid("worker of a pool, number 1", 12)).hasValue(10846);
    assertThat(jdk17.tid("main", 1)).hasValue(10768);
  }

  /** A made-up name that looks like the line of another thread. */
  @Test
  void whereTwoLinesMayBeThatOfAThreadNeitherIsTaken() {
    ThreadDump forged =
        new ThreadDump(
            """
            "main" #3 [8736] prio=5 os_prio=0 cpu=1.84ms elapsed=6.46s tid=0x00007f5d6402aa70 nid=8736 runnable
            "x
            "main" #3 [8745] prio=5 os_prio=0 cpu=" #22 [8819] prio=5 os_prio=0 cpu=0.63ms elapsed=1.59s tid=0x00007f5d643bbc00 nid=8819 runnable
            """);
    assertThat(forged.tid("main", 3)).isEmpty();
    assertThat(forged.tid("x\n\"main\" #3 [8745] prio=5 os_prio=0 cpu=", 22)).hasValue(8819);
  }
}
