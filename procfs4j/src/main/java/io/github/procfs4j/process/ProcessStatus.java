package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code /proc/<pid>/status}: a process or thread in human-readable form: memory, signals,
 * credentials, allowed CPUs.
 *
 * <pre>
 * Name:	init
 * Umask:	0022
 * State:	S (sleeping)
 * Uid:	0	0	0	0
 * Groups:	4 24 27
 * VmRSS:	    1824 kB
 * SigQ:	13/7813
 * SigIgn:	0000000000000004
 * Cpus_allowed_list:	0-7
 * voluntary_ctxt_switches:	403
 * </pre>
 *
 * <p>A line for each key: its name, a colon, a tab, and a number (with "kB", or 16 digits of a bit
 * mask), several numbers, or words. The keys depend on the version and on options; a kernel thread
 * and a process that has ended have no memory and therefore no lines with {@code Vm...} and similar
 * keys.
 *
 * <p>Two tables. <b>status</b>: one row of all numbers; several on one line each have a name, such
 * as {@code Uid_real} and {@code Uid_effective}, {@code SigQ} and {@code SigQ_limit}, {@code NSpid}
 * and, for each nested namespace, {@code NSpid_1} and so on. The state is a number too, the ASCII
 * code of the letter. <b>word</b>: what is printed as words, a row for each key: the name, groups,
 * speculation, the allowed CPUs and nodes (masks and lists of any length), and the umask, whose
 * digits are octal. A key that is not described here is kept under the kernel's name: as a number
 * of KiB if its unit is "kB", otherwise as words, because the form of its number is not known.
 *
 * <p>The name is escaped: an end of line as {@code \n}, a backslash as {@code \\}; {@code stat} and
 * {@code comm} contain it unescaped.
 *
 * <p>Memory is that of the process, even in the directory of a thread. Context switches are those
 * of a single thread: in {@code /proc/<pid>} of the first thread, not of all. {@code
 * fs/proc/array.c}, {@code fs/proc/task_mmu.c}, proc_pid_status(5).
 */
public final class ProcessStatus extends ProcessView {
  /** A number of 32 bits; it is not a cell, because there may be any number of groups. */
  private static final Pattern GROUP = Pattern.compile("[0-9]{1,10}");

  private static final Table STATUS = Table.of("status");
  private static final Table WORD = Table.of("word", "key").describedBy("value");
  private static final Descriptions DESCRIPTIONS = ProcessStatusColumns.DESCRIPTIONS;
  private static final List<String> IDENTITIES =
      List.of("real", "effective", "saved", "filesystem");

  private static final Set<Column> KNOWN = new HashSet<>(ProcessStatusColumns.COLUMNS);

  /** The file as a source; its root is the directory of a process or thread. */
  public static final SampledFile<ProcessStatus> FILE =
      new SampledFile<>(
          new Source(
              "pid/status",
              "A process or thread in detail: memory, signals, rights, CPUs allowed, context"
                  + " switches",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "proc_pid_status(5), Documentation/filesystems/proc.rst"),
          Printing.ONE_CALL,
          ProcessStatus::parse,
          figures(),
          ProcessStatus::new,
          directory -> directory.resolve("status"));

  private ProcessStatus(FileReading reading) {
    super(reading, STATUS);
  }

  /** The view of the columns of this file in a row of the process table. */
  ProcessStatus(FileReading reading, Row row) {
    super(reading, row);
  }

  private static List<Figure> figures() {
    Limits part = Limits.AMOUNT.partOf(ProcessStatusColumns.VM_RSS);
    return List.of(
        Figure.rate(
            STATUS, "voluntary switches", "/s", ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES),
        Figure.rate(
            STATUS, "involuntary switches", "/s", ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES),
        Figure.gauge(STATUS, "VmRSS", "bytes", ProcessStatusColumns.VM_RSS)
            .within(Limits.AMOUNT.partOf(ProcessStatusColumns.VM_SIZE)),
        Figure.gauge(STATUS, "RssAnon", "bytes", ProcessStatusColumns.RSS_ANON).within(part),
        Figure.gauge(STATUS, "RssFile", "bytes", ProcessStatusColumns.RSS_FILE).within(part),
        Figure.gauge(STATUS, "RssShmem", "bytes", ProcessStatusColumns.RSS_SHMEM).within(part),
        Figure.gauge(STATUS, "VmSwap", "bytes", ProcessStatusColumns.VM_SWAP),
        Figure.gauge(STATUS, "VmSize", "bytes", ProcessStatusColumns.VM_SIZE));
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    Layout.Builder.RowBuilder row = out.row(STATUS);
    in.eachLine(line -> read(line, row, out));
  }

  private static void read(Cursor line, Layout.Builder.RowBuilder row, Layout.Builder out) {
    String key = line.until(':');
    switch (key) {
      case "Name" -> {
        line.expect("\t"); // the rest may begin with a blank of its own
        out.newRow(WORD, key, line.restWithBlanks());
      }
      case "State" -> row.cell(ProcessStatusColumns.STATE, line.explainedLetter());
      case "Uid", "Gid" -> identities(key, line, row);
      case "SigQ" -> {
        int cell = line.unsigned();
        row.cell(Descriptions.alone(line, ProcessStatusColumns.SIG_Q), cell);
        line.expect("/");
        cell = line.unsigned();
        row.cell(Descriptions.alone(line, ProcessStatusColumns.SIG_Q_LIMIT), cell);
      }
      case "NStgid", "NSpid", "NSpgid", "NSsid" -> {
        if (line.atLineEnd()) {
          throw line.malformed("a number for each namespace");
        }
        for (int level = 0; !line.atLineEnd(); level++) {
          row.cell(namespace(key, level), line.unsigned());
        }
      }
      case "Groups" -> {
        List<String> groups = new ArrayList<>();
        while (!line.atLineEnd()) {
          if (!GROUP.matcher(line.wordAhead()).matches()) {
            throw line.malformed("the number of a group");
          }
          groups.add(line.word());
        }
        out.newRow(WORD, key, String.join(" ", groups));
      }
      case "untag_mask" -> {
        line.expect("\t0x");
        row.cell(ProcessStatusColumns.UNTAG_MASK, line.hexadecimal());
      }
      // Hexadecimal addresses, followed by kB in kernels of Red Hat (2.6.9, 2.6.18).
      case "StaBrk", "Brk", "StaStk" -> out.newRow(WORD, key, line.rest().strip());
      default -> {
        Column column = DESCRIPTIONS.column(key, Unit.COUNT);
        if (!KNOWN.contains(column) && !saysKilobytes(line)) {
          out.newRow(WORD, key, line.rest().strip());
        } else if (column.unit().equals(Unit.BITS)) {
          int cell = line.hexadecimal();
          row.cell(Descriptions.alone(line, column), cell);
        } else {
          int cell = line.unsigned();
          row.cell(DESCRIPTIONS.sized(line, key), cell);
        }
      }
    }
  }

  /** Reads the four numbers of users or groups; with any other count they cannot be identified. */
  private static void identities(String key, Cursor line, Layout.Builder.RowBuilder row) {
    List<Integer> cells = new ArrayList<>();
    while (!line.atLineEnd()) {
      cells.add(line.unsigned());
    }
    boolean isWhole = cells.size() == IDENTITIES.size();
    for (int i = 0; i < cells.size(); i++) {
      row.cell(
          isWhole
              ? DESCRIPTIONS.column(key + "_" + IDENTITIES.get(i))
              : Column.undescribed(key + "." + (i + 1), Unit.COUNT),
          cells.get(i));
    }
    if (!isWhole) {
      throw line.malformed(
          "%d numbers before this, not %d".formatted(IDENTITIES.size(), cells.size()));
    }
  }

  private static boolean saysKilobytes(Cursor line) {
    return line.lineAhead().matches(".*[ \t]kB[ \t]*");
  }

  private static Column namespace(String key, int level) {
    return DESCRIPTIONS.column(level == 0 ? key : key + "_" + level, Unit.COUNT);
  }

  /**
   * {@return the words printed for a key; empty if this kernel did not print it}
   *
   * @param key the text before the colon, such as {@code Seccomp}
   */
  public Optional<String> word(String key) {
    Objects.requireNonNull(key, "key");
    return rows(WORD).stream()
        .filter(row -> row.label("key").equals(key))
        .map(row -> row.label("value"))
        .findFirst();
  }

  /**
   * {@return {@code Name}: its name in the kernel, as in {@code stat} and {@code comm}, with the
   * escapes of this file undone} It may contain any bytes except NUL; if it is not valid UTF-8,
   * bytes beyond ASCII are shown as {@code \xNN}.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   *
   * @throws NoSuchElementException if there is none
   */
  public String name() {
    return unescaped(
        word("Name").orElseThrow(() -> new NoSuchElementException("there is no Name")));
  }

  private static String unescaped(String name) {
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char next = i + 1 < name.length() ? name.charAt(i + 1) : ' ';
      if (name.charAt(i) == '\\' && (next == 'n' || next == '\\')) {
        raw.append(next == 'n' ? '\n' : next);
        i++;
      } else {
        raw.append(name.charAt(i));
      }
    }
    return raw.toString();
  }

  /**
   * {@return {@code Umask}: the permissions that are masked out of new files, see umask(2)} Empty
   * for a process that has ended.
   *
   * <p>Since Linux 4.7.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public OptionalInt umask() {
    return word("Umask")
        .filter(digits -> digits.matches("[0-7]{1,10}"))
        .map(digits -> OptionalInt.of(Integer.parseInt(digits, 8)))
        .orElse(OptionalInt.empty());
  }

  /**
   * {@return {@code Groups}: its supplementary groups, in the user namespace of the reader}
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public List<Long> groups() {
    return words("Groups").stream().map(Long::valueOf).toList();
  }

  /**
   * {@return {@code Speculation_Store_Bypass}: whether the CPU may speculate past stores of the
   * thread: "not vulnerable", "thread vulnerable", "thread mitigated", "thread force mitigated",
   * "globally mitigated", "vulnerable" or "unknown"}
   *
   * <p>Since Linux 4.17.
   *
   * <p>Source: proc_pid_status(5), Documentation/userspace-api/spec_ctrl.rst.
   */
  public Optional<String> speculationStoreBypass() {
    return word("Speculation_Store_Bypass");
  }

  /**
   * {@return {@code SpeculationIndirectBranch}: whether the CPU may speculate on indirect branches
   * of the thread: "not affected", "always enabled", "always disabled", "conditional enabled",
   * "conditional disabled", "conditional force disabled", "unsupported" or "unknown"}
   *
   * <p>Since Linux 5.11.
   *
   * <p>Source: proc_pid_status(5), Documentation/userspace-api/spec_ctrl.rst.
   */
  public Optional<String> speculationIndirectBranch() {
    return word("SpeculationIndirectBranch");
  }

  /**
   * {@return {@code Cpus_allowed_list}: the CPUs that the thread may run on, such as {@code 0,2-3};
   * the {@linkplain #word word} {@code Cpus_allowed} contains them as a mask}
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public Optional<String> cpusAllowedList() {
    return word("Cpus_allowed_list");
  }

  /**
   * {@return {@code Mems_allowed_list}: the memory nodes that the thread may allocate from, in the
   * same form; the {@linkplain #word word} {@code Mems_allowed} contains them as a mask}
   *
   * <p>Depends on CONFIG_CPUSETS.
   *
   * <p>Source: proc_pid_status(5), kernel/cgroup/cpuset.c.
   */
  public Optional<String> memsAllowedList() {
    return word("Mems_allowed_list");
  }

  /**
   * {@return {@code x86_Thread_features}: x86 features that are enabled for the thread: "shstk",
   * "wrss"} Empty if there are none, or this kernel does not print them.
   *
   * <p>Since Linux 6.6; depends on CONFIG_X86_64.
   *
   * <p>Source: Documentation/arch/x86/shstk.rst.
   */
  public List<String> x86ThreadFeatures() {
    return words("x86_Thread_features");
  }

  /**
   * {@return {@code x86_Thread_features_locked}: x86 features that can no longer be enabled or
   * disabled for the thread}
   *
   * <p>Since Linux 6.6; depends on CONFIG_X86_64.
   *
   * <p>Source: Documentation/arch/x86/shstk.rst.
   */
  public List<String> x86ThreadFeaturesLocked() {
    return words("x86_Thread_features_locked");
  }

  private List<String> words(String key) {
    return Arrays.stream(word(key).orElse("").split(" ", -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /**
   * {@return {@code NStgid}: the number of its process in each PID namespace that contains it, from
   * that of the procfs inwards}
   *
   * <p>Since Linux 4.1; depends on CONFIG_PID_NS; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), pid_namespaces(7).
   */
  public List<Long> nsTgid() {
    return namespaces("NStgid");
  }

  /**
   * {@return {@code NSpid}: its own number in each PID namespace that contains it, from that of the
   * procfs inwards}
   *
   * <p>Since Linux 4.1; depends on CONFIG_PID_NS; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), pid_namespaces(7).
   */
  public List<Long> nsPid() {
    return namespaces("NSpid");
  }

  /**
   * {@return {@code NSpgid}: its process group in each PID namespace that contains it, from that of
   * the procfs inwards}
   *
   * <p>Since Linux 4.1; depends on CONFIG_PID_NS; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), pid_namespaces(7).
   */
  public List<Long> nsPgid() {
    return namespaces("NSpgid");
  }

  /**
   * {@return {@code NSsid}: its session in each PID namespace that contains it, from that of the
   * procfs inwards}
   *
   * <p>Since Linux 4.1; depends on CONFIG_PID_NS; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), pid_namespaces(7).
   */
  public List<Long> nsSid() {
    return namespaces("NSsid");
  }

  private List<Long> namespaces(String key) {
    List<Long> numbers = new ArrayList<>();
    OptionalLong number = amount(namespace(key, 0));
    while (number.isPresent()) {
      numbers.add(number.getAsLong());
      number = amount(namespace(key, numbers.size()));
    }
    return List.copyOf(numbers);
  }

  /**
   * {@return {@code State}: the state, as a letter: R running or ready, S sleeping, D in
   * uninterruptible sleep, T stopped by a signal, t stopped by a tracer, Z ended and not yet waited
   * for, X dead, I idle kernel thread, P parked}
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public char state() {
    return (char) printed(ProcessStatusColumns.STATE);
  }

  /**
   * {@return {@code Tgid}: the number of the process}
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long tgid() {
    return printed(ProcessStatusColumns.TGID);
  }

  /**
   * {@return {@code Uid_real}: the real user, in the user namespace of the reader}
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long uidReal() {
    return printed(ProcessStatusColumns.UID_REAL);
  }

  /**
   * {@return {@code VmSize}, in bytes: the size of the address space: everything that is mapped,
   * used or not}
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmSize() {
    return amount(ProcessStatusColumns.VM_SIZE);
  }

  /**
   * {@return {@code VmHWM}, in bytes: the largest that its resident set has been; writing 5 to
   * clear_refs resets it}
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmHWM() {
    return amount(ProcessStatusColumns.VM_HWM);
  }

  /**
   * {@return {@code VmRSS}, in bytes: the resident set: the sum of RssAnon, RssFile and RssShmem;
   * counted for each CPU, so it lags by some tens of pages; exact in smaps_rollup}
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c, Documentation/filesystems/proc.rst.
   */
  public OptionalLong vmRSS() {
    return amount(ProcessStatusColumns.VM_RSS);
  }

  /**
   * {@return {@code RssAnon}, in bytes: resident anonymous memory}
   *
   * <p>Since Linux 4.5; depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong rssAnon() {
    return amount(ProcessStatusColumns.RSS_ANON);
  }

  /**
   * {@return {@code VmSwap}, in bytes: private anonymous memory in swap; swapped-out shared memory
   * is not included}
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmSwap() {
    return amount(ProcessStatusColumns.VM_SWAP);
  }

  /**
   * {@return {@code Threads}: the number of threads of its process}
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long threads() {
    return printed(ProcessStatusColumns.THREADS);
  }

  /**
   * {@return {@code voluntary_ctxt_switches}: how often the thread gave up its CPU, mostly to wait
   * for something}
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c, getrusage(2).
   */
  public long voluntaryCtxtSwitches() {
    return printed(ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES);
  }

  /**
   * {@return {@code nonvoluntary_ctxt_switches}: how often the thread was preempted, by another
   * task or because its timeslice was used up}
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c, getrusage(2).
   */
  public long nonvoluntaryCtxtSwitches() {
    return printed(ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES);
  }
}
