package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.procfs4j.Reported;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.Smaps;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The correct results for the texts of {@link Reported}. */
class ReportedTextsTest {
  /** A reading in which nothing was left out. */
  private static Snapshot whole(SampledFile<?> file, String report) {
    Snapshot reading = Snapshot.of(file, Reported.tree(report));
    assertThat(reading.problems()).isEmpty();
    return reading;
  }

  @ParameterizedTest
  @CsvSource({"03-lxcfs-uptime-one-decimal, 4100, 4100", "04-lxcfs-uptime-integer, 1618600, 0"})
  void uptimeOfLxcfs(String report, long uptime, long idle) {
    assertThat(Tree.cells(whole(Uptime.FILE, report)))
        .isEqualTo(Map.of("uptime[].uptime", uptime, "uptime[].idle", idle));
  }

  @Test
  void aNegativeUptime() {
    assertThatThrownBy(() -> Snapshot.of(Uptime.FILE, Reported.tree("05-lxcfs-uptime-negative")))
        .hasMessageContaining("expected a number not below 0, found");
  }

  @Test
  void interruptsOfAnI2cDevice() {
    Snapshot reading = whole(Interrupts.FILE, "13-rpi-irq-i2c-name");
    assertThat(reading.layout().table("interrupt").orElseThrow().rows())
        .extracting(Row::labels)
        .contains(
            List.of("3", "ARMCTRL", "", "BCM2708 Timer Tick"),
            List.of("75", "ARMCTRL", "", ""),
            List.of("79", "ARMCTRL", "", "bcm2708_i2c.0, bcm2708_i2c.1"),
            List.of("187", "GPIO", "", "1-0053"),
            List.of("FIQ", "", "", "usb_fiq"));
    assertThat(Tree.cells(reading))
        .containsEntry("interrupt[irq=187 chip=GPIO device=1-0053].cpu0", 784L)
        .containsEntry("interrupt[irq=Err].total", 0L);
  }

  @Test
  void namesInSmapsOfAndroid() {
    Snapshot reading =
        Snapshot.of(Smaps.FILE, Reported.tree("15-android-smaps-name").resolve("4109"));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.layout().tables()).hasSize(1);
    assertThat(reading.layout().table("mapping").orElseThrow().rows())
        .extracting(row -> row.label("name"), row -> row.label("VmFlags"))
        .containsExactly(
            tuple("[anon:libc_malloc]", "rd wr mr mw me ac"),
            tuple("[anon:dalvik-main space (region space)]", "rd wr mr mw me ac"));
  }

  @Test
  void anEmptyLineInStatOfOpenVz() {
    assertThat(Tree.cells(whole(Stat.FILE, "19-openvz-stat-blank")))
        .containsEntry("system[].ctxt", 93458773L)
        .containsEntry("system[].procs_blocked", 0L);
  }

  @Test
  void devicesWithoutStatistics() {
    Snapshot reading = whole(NetDev.FILE, "25-netdev-nostat");
    assertThat(reading.layout().table("device").orElseThrow().rows())
        .extracting(row -> row.label("device"))
        .containsExactly("lo", "eth1", "sit0", "dummy0", "ibr10:30");
    assertThat(Tree.cells(reading))
        .containsEntry("device[device=eth1].receive_bytes", -1L)
        .hasSize(3 * 16);
  }

  @Test
  void smapsOfMoreKeysAndWithoutFlags() {
    Snapshot reading = Snapshot.of(Smaps.FILE, Reported.tree("12-qemu-user-smaps").resolve("4242"));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.layout().table("mapping").orElseThrow().rows())
        .extracting(row -> row.label("name"), row -> row.label("VmFlags"))
        .containsExactly(
            tuple("[anon: glibc: loader malloc]", "rd wr mr mw me ac sd"), tuple("", ""));
  }

  @Test
  void locksOfEachKind() {
    assertThat(
            whole(Locks.FILE, "35-locks-eminence108")
                .layout()
                .table("lock")
                .orElseThrow()
                .rows()
                .stream()
                .map(row -> row.label("kind"))
                .distinct())
        .contains("POSIX", "OFDLCK", "LEASE", "DELEG");
  }

  @Test
  void newColumnsOfSnmp() {
    assertThat(Tree.cells(whole(NetSnmp.FILE, "37-snmp-outtransmits")))
        .containsEntry("Ip[].OutTransmits", 8953L);
  }

  @ParameterizedTest
  @CsvSource({"11-openvz7-pid-stat, 15609", "40-openvz-procs, 100", "42-wsl1, 8"})
  void statOfAProcess(String report, String pid) {
    Snapshot reading = Snapshot.of(ProcessStat.FILE, Reported.tree(report).resolve(pid));
    // OpenVZ prints three UUIDs at the end, which cannot be kept.
    assertThat(reading.problems()).hasSizeLessThan(report.startsWith("42") ? 1 : 2);
    assertThat(Tree.cells(reading))
        .extractingByKey(
            Tree.cells(reading).keySet().stream()
                .filter(cell -> cell.endsWith(".starttime"))
                .findFirst()
                .orElseThrow())
        .isEqualTo(report.startsWith("42") ? 138L : 1146373690L);
  }

  @Test
  void statAndUptimeOfWsl() {
    assertThat(Tree.cells(whole(Stat.FILE, "42-wsl1")))
        .containsEntry("cpu[cpu=all].idle", 4123987L);
    assertThat(Tree.cells(whole(Uptime.FILE, "42-wsl1"))).containsEntry("uptime[].uptime", 151266L);
  }
}
