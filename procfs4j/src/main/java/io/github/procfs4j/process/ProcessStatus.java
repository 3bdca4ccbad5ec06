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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code /proc/<pid>/status}: a process or thread for people: memory, signals, rights, where it may
 * run.
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
 * <p>A line for each key: its name, a colon, a tab, and a number (with "kB", or with 16 digits as a
 * set of bits), several numbers, or words. Which keys there are depends on the version and on
 * options; a kernel thread and a process that has ended have no memory and so no line of {@code
 * Vm...} and its like.
 *
 * <p>Two tables. <b>status</b>: one row of all numbers; several on one line have a name each, as
 * {@code Uid_real} and {@code Uid_effective}, {@code SigQ} and {@code SigQ_limit}, {@code NSpid}
 * and, for each namespace further in, {@code NSpid_1} and so on. The state is a number too, the
 * letter's in ASCII. <b>word</b>: what is told in words, a row for each key: its name, groups,
 * speculation, the CPUs and nodes allowed (masks and lists of any length), and the umask, whose
 * digits are octal. A key that is not described here is kept under its own name: as a number of KiB
 * if it says "kB", else in words, as nobody knows yet in which form its number is.
 *
 * <p>The name is escaped: an end of line as {@code \n}, a backslash as {@code \\}; {@code stat} and
 * {@code comm} have it as it is.
 *
 * <p>Memory is that of the process, also in the directory of a thread; context switches are those
 * of the one thread: in {@code /proc/<pid>} of the first thread, not of all. {@code
 * fs/proc/array.c}, {@code fs/proc/task_mmu.c}, proc_pid_status(5).
 */
public final class ProcessStatus extends ProcessView {
  /** 32 bits, which no cell holds, as there are any number of groups. */
  private static final Pattern GROUP = Pattern.compile("[0-9]{1,10}");

  private static final Table STATUS = Table.of("status");
  private static final Table WORD = Table.of("word", "key").describedBy("value");
  private static final Descriptions DESCRIPTIONS =
      Descriptions.of(ProcessStatus.class, "pid-status");
  private static final List<String> IDENTITIES =
      List.of("real", "effective", "saved", "filesystem");

  /** {@link #state}. */
  public static final Column STATE = DESCRIPTIONS.column("State");

  /** {@link #tgid}. */
  public static final Column TGID = DESCRIPTIONS.column("Tgid");

  /** {@link #ngid}. */
  public static final Column NGID = DESCRIPTIONS.column("Ngid");

  /** {@link #pid}. */
  public static final Column PID = DESCRIPTIONS.column("Pid");

  /** {@link #ppid}. */
  public static final Column PPID = DESCRIPTIONS.column("PPid");

  /** {@link #tracerPid}. */
  public static final Column TRACER_PID = DESCRIPTIONS.column("TracerPid");

  /** {@link #uidReal}. */
  public static final Column UID_REAL = DESCRIPTIONS.column("Uid_real");

  /** {@link #uidEffective}. */
  public static final Column UID_EFFECTIVE = DESCRIPTIONS.column("Uid_effective");

  /** {@link #uidSaved}. */
  public static final Column UID_SAVED = DESCRIPTIONS.column("Uid_saved");

  /** {@link #uidFilesystem}. */
  public static final Column UID_FILESYSTEM = DESCRIPTIONS.column("Uid_filesystem");

  /** {@link #gidReal}. */
  public static final Column GID_REAL = DESCRIPTIONS.column("Gid_real");

  /** {@link #gidEffective}. */
  public static final Column GID_EFFECTIVE = DESCRIPTIONS.column("Gid_effective");

  /** {@link #gidSaved}. */
  public static final Column GID_SAVED = DESCRIPTIONS.column("Gid_saved");

  /** {@link #gidFilesystem}. */
  public static final Column GID_FILESYSTEM = DESCRIPTIONS.column("Gid_filesystem");

  /** {@link #fdSize}. */
  public static final Column FDSIZE = DESCRIPTIONS.column("FDSize");

  /** {@link #nsTgid}. */
  public static final Column NS_TGID = DESCRIPTIONS.column("NStgid");

  /** {@link #nsPid}. */
  public static final Column NS_PID = DESCRIPTIONS.column("NSpid");

  /** {@link #nsPgid}. */
  public static final Column NS_PGID = DESCRIPTIONS.column("NSpgid");

  /** {@link #nsSid}. */
  public static final Column NS_SID = DESCRIPTIONS.column("NSsid");

  /** {@link #kthread}. */
  public static final Column KTHREAD = DESCRIPTIONS.column("Kthread");

  /** {@link #vmPeak}. */
  public static final Column VM_PEAK = DESCRIPTIONS.column("VmPeak");

  /** {@link #vmSize}. */
  public static final Column VM_SIZE = DESCRIPTIONS.column("VmSize");

  /** {@link #vmLck}. */
  public static final Column VM_LCK = DESCRIPTIONS.column("VmLck");

  /** {@link #vmPin}. */
  public static final Column VM_PIN = DESCRIPTIONS.column("VmPin");

  /** {@link #vmHWM}. */
  public static final Column VM_HWM = DESCRIPTIONS.column("VmHWM");

  /** {@link #vmRSS}. */
  public static final Column VM_RSS = DESCRIPTIONS.column("VmRSS");

  /** {@link #rssAnon}. */
  public static final Column RSS_ANON = DESCRIPTIONS.column("RssAnon");

  /** {@link #rssFile}. */
  public static final Column RSS_FILE = DESCRIPTIONS.column("RssFile");

  /** {@link #rssShmem}. */
  public static final Column RSS_SHMEM = DESCRIPTIONS.column("RssShmem");

  /** {@link #vmData}. */
  public static final Column VM_DATA = DESCRIPTIONS.column("VmData");

  /** {@link #vmStk}. */
  public static final Column VM_STK = DESCRIPTIONS.column("VmStk");

  /** {@link #vmExe}. */
  public static final Column VM_EXE = DESCRIPTIONS.column("VmExe");

  /** {@link #vmLib}. */
  public static final Column VM_LIB = DESCRIPTIONS.column("VmLib");

  /** {@link #vmPTE}. */
  public static final Column VM_PTE = DESCRIPTIONS.column("VmPTE");

  /** {@link #vmPMD}. */
  public static final Column VM_PMD = DESCRIPTIONS.column("VmPMD");

  /** {@link #vmSwap}. */
  public static final Column VM_SWAP = DESCRIPTIONS.column("VmSwap");

  /** {@link #hugetlbPages}. */
  public static final Column HUGETLB_PAGES = DESCRIPTIONS.column("HugetlbPages");

  /** {@link #coreDumping}. */
  public static final Column CORE_DUMPING = DESCRIPTIONS.column("CoreDumping");

  /** {@link #thpEnabled}. */
  public static final Column THP_ENABLED = DESCRIPTIONS.column("THP_enabled");

  /** {@link #untagMask}. */
  public static final Column UNTAG_MASK = DESCRIPTIONS.column("untag_mask");

  /** {@link #threads}. */
  public static final Column THREADS = DESCRIPTIONS.column("Threads");

  /** {@link #sigQ}. */
  public static final Column SIG_Q = DESCRIPTIONS.column("SigQ");

  /** {@link #sigQLimit}. */
  public static final Column SIG_Q_LIMIT = DESCRIPTIONS.column("SigQ_limit");

  /** {@link #sigPnd}. */
  public static final Column SIG_PND = DESCRIPTIONS.column("SigPnd");

  /** {@link #shdPnd}. */
  public static final Column SHD_PND = DESCRIPTIONS.column("ShdPnd");

  /** {@link #sigBlk}. */
  public static final Column SIG_BLK = DESCRIPTIONS.column("SigBlk");

  /** {@link #sigIgn}. */
  public static final Column SIG_IGN = DESCRIPTIONS.column("SigIgn");

  /** {@link #sigCgt}. */
  public static final Column SIG_CGT = DESCRIPTIONS.column("SigCgt");

  /** {@link #capInh}. */
  public static final Column CAP_INH = DESCRIPTIONS.column("CapInh");

  /** {@link #capPrm}. */
  public static final Column CAP_PRM = DESCRIPTIONS.column("CapPrm");

  /** {@link #capEff}. */
  public static final Column CAP_EFF = DESCRIPTIONS.column("CapEff");

  /** {@link #capBnd}. */
  public static final Column CAP_BND = DESCRIPTIONS.column("CapBnd");

  /** {@link #capAmb}. */
  public static final Column CAP_AMB = DESCRIPTIONS.column("CapAmb");

  /** {@link #noNewPrivs}. */
  public static final Column NO_NEW_PRIVS = DESCRIPTIONS.column("NoNewPrivs");

  /** {@link #seccomp}. */
  public static final Column SECCOMP = DESCRIPTIONS.column("Seccomp");

  /** {@link #seccompFilters}. */
  public static final Column SECCOMP_FILTERS = DESCRIPTIONS.column("Seccomp_filters");

  /** {@link #voluntaryCtxtSwitches}. */
  public static final Column VOLUNTARY_CTXT_SWITCHES =
      DESCRIPTIONS.column("voluntary_ctxt_switches");

  /** {@link #nonvoluntaryCtxtSwitches}. */
  public static final Column NONVOLUNTARY_CTXT_SWITCHES =
      DESCRIPTIONS.column("nonvoluntary_ctxt_switches");

  /**
   * All columns that are described, but for those of namespaces further in, roughly in the order in
   * which the kernel prints them.
   */
  public static final List<Column> COLUMNS =
      List.of(
          STATE,
          TGID,
          NGID,
          PID,
          PPID,
          TRACER_PID,
          UID_REAL,
          UID_EFFECTIVE,
          UID_SAVED,
          UID_FILESYSTEM,
          GID_REAL,
          GID_EFFECTIVE,
          GID_SAVED,
          GID_FILESYSTEM,
          FDSIZE,
          NS_TGID,
          NS_PID,
          NS_PGID,
          NS_SID,
          KTHREAD,
          VM_PEAK,
          VM_SIZE,
          VM_LCK,
          VM_PIN,
          VM_HWM,
          VM_RSS,
          RSS_ANON,
          RSS_FILE,
          RSS_SHMEM,
          VM_DATA,
          VM_STK,
          VM_EXE,
          VM_LIB,
          VM_PTE,
          VM_PMD,
          VM_SWAP,
          HUGETLB_PAGES,
          CORE_DUMPING,
          THP_ENABLED,
          UNTAG_MASK,
          THREADS,
          SIG_Q,
          SIG_Q_LIMIT,
          SIG_PND,
          SHD_PND,
          SIG_BLK,
          SIG_IGN,
          SIG_CGT,
          CAP_INH,
          CAP_PRM,
          CAP_EFF,
          CAP_BND,
          CAP_AMB,
          NO_NEW_PRIVS,
          SECCOMP,
          SECCOMP_FILTERS,
          VOLUNTARY_CTXT_SWITCHES,
          NONVOLUNTARY_CTXT_SWITCHES);

  private static final Set<Column> KNOWN = new HashSet<>(COLUMNS);

  /** The file as a source, whose root is the directory of a process or thread. */
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
          figures(STATUS),
          ProcessStatus::new,
          directory -> directory.resolve("status"));

  private ProcessStatus(FileReading reading) {
    super(reading, STATUS);
  }

  ProcessStatus(FileReading reading, Row row) {
    super(reading, row);
  }

  /** The figures of these columns, wherever they stand. */
  static List<Figure> figures(Table table) {
    Limits part = Limits.AMOUNT.partOf(VM_RSS);
    return List.of(
        Figure.rate(table, "voluntary switches", "/s", VOLUNTARY_CTXT_SWITCHES),
        Figure.rate(table, "involuntary switches", "/s", NONVOLUNTARY_CTXT_SWITCHES),
        Figure.gauge(table, "VmRSS", "bytes", VM_RSS).within(Limits.AMOUNT.partOf(VM_SIZE)),
        Figure.gauge(table, "RssAnon", "bytes", RSS_ANON).within(part),
        Figure.gauge(table, "RssFile", "bytes", RSS_FILE).within(part),
        Figure.gauge(table, "RssShmem", "bytes", RSS_SHMEM).within(part),
        Figure.gauge(table, "VmSwap", "bytes", VM_SWAP),
        Figure.gauge(table, "VmSize", "bytes", VM_SIZE));
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
        line.expect("\t"); // what follows may begin with a blank of its own
        out.newRow(WORD, key, line.restWithBlanks());
      }
      case "State" -> row.cell(STATE, line.explainedLetter());
      case "Uid", "Gid" -> {
        for (String identity : IDENTITIES) {
          row.cell(DESCRIPTIONS.column(key + "_" + identity), line.unsigned());
        }
      }
      case "SigQ" -> {
        row.cell(SIG_Q, line.unsigned());
        line.expect("/");
        row.cell(SIG_Q_LIMIT, line.unsigned());
      }
      case "NStgid", "NSpid", "NSpgid", "NSsid" -> {
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
        row.cell(UNTAG_MASK, line.hexadecimal());
      }
      // Addresses in hexadecimal, behind which kernels of Red Hat (2.6.9, 2.6.18) print kB.
      case "StaBrk", "Brk", "StaStk" -> out.newRow(WORD, key, line.rest().strip());
      default -> {
        Column column = DESCRIPTIONS.column(key, Unit.COUNT);
        if (!KNOWN.contains(column) && !saysKilobytes(line)) {
          out.newRow(WORD, key, line.rest().strip());
        } else if (column.unit().equals(Unit.BITS)) {
          row.cell(column, line.hexadecimal());
        } else {
          int cell = line.unsigned();
          row.cell(DESCRIPTIONS.sized(line, key), cell);
        }
      }
    }
  }

  private static boolean saysKilobytes(Cursor line) {
    return line.lineAhead().matches(".*[ \t]kB[ \t]*");
  }

  private static Column namespace(String key, int level) {
    return DESCRIPTIONS.column(level == 0 ? key : key + "_" + level, Unit.COUNT);
  }

  /** What is told under a key in words, as it was printed; empty if this kernel printed none. */
  public Optional<String> word(String key) {
    return rows(WORD).stream()
        .filter(row -> row.label("key").equals(key))
        .map(row -> row.label("value"))
        .findFirst();
  }

  /**
   * {@code Name}: its name as the kernel has it, as in {@code stat} and {@code comm}, with what
   * this file escapes brought back. It may hold anything but a byte 0; where it is not UTF-8, bytes
   * beyond ASCII are shown as {@code \xNN}.
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
   * {@code Umask}: the rights that files it makes do not get, see umask(2). Empty for a process
   * that has ended.
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
   * {@code Groups}: the groups that it belongs to besides, in the user namespace of the reader.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public List<Long> groups() {
    return words("Groups").stream().map(Long::valueOf).toList();
  }

  /**
   * {@code Speculation_Store_Bypass}: whether the CPU may speculate past stores of the thread: "not
   * vulnerable", "thread vulnerable", "thread mitigated", "thread force mitigated", "globally
   * mitigated", "vulnerable" or "unknown".
   *
   * <p>Since Linux 4.17.
   *
   * <p>Source: proc_pid_status(5), Documentation/userspace-api/spec_ctrl.rst.
   */
  public Optional<String> speculationStoreBypass() {
    return word("Speculation_Store_Bypass");
  }

  /**
   * {@code SpeculationIndirectBranch}: whether the CPU may speculate on indirect branches of the
   * thread: "not affected", "always enabled", "always disabled", "conditional enabled",
   * "conditional disabled", "conditional force disabled", "unsupported" or "unknown".
   *
   * <p>Since Linux 5.11.
   *
   * <p>Source: proc_pid_status(5), Documentation/userspace-api/spec_ctrl.rst.
   */
  public Optional<String> speculationIndirectBranch() {
    return word("SpeculationIndirectBranch");
  }

  /**
   * {@code Cpus_allowed_list}: the CPUs that the thread may run on, such as {@code 0,2-3}; as a
   * mask they stand in the {@linkplain #word word} {@code Cpus_allowed}.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public Optional<String> cpusAllowedList() {
    return word("Cpus_allowed_list");
  }

  /**
   * {@code Mems_allowed_list}: the memory nodes that the thread may allocate from, likewise; as a
   * mask they stand in the {@linkplain #word word} {@code Mems_allowed}.
   *
   * <p>Depends on CONFIG_CPUSETS.
   *
   * <p>Source: proc_pid_status(5), kernel/cgroup/cpuset.c.
   */
  public Optional<String> memsAllowedList() {
    return word("Mems_allowed_list");
  }

  /**
   * {@code x86_Thread_features}: features of x86 that are switched on for the thread: "shstk",
   * "wrss". Empty if there is none, or this kernel does not tell.
   *
   * <p>Since Linux 6.6; depends on CONFIG_X86_64.
   *
   * <p>Source: Documentation/arch/x86/shstk.rst.
   */
  public List<String> x86ThreadFeatures() {
    return words("x86_Thread_features");
  }

  /**
   * {@code x86_Thread_features_locked}: those of them that cannot be switched any more.
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
   * {@code NStgid}: the number of its process in each namespace that it has one in, from that of
   * the procfs inwards.
   *
   * <p>Since Linux 4.1; depends on CONFIG_PID_NS; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), pid_namespaces(7).
   */
  public List<Long> nsTgid() {
    return namespaces("NStgid");
  }

  /**
   * {@code NSpid}: its own number in each of them.
   *
   * <p>Since Linux 4.1; depends on CONFIG_PID_NS; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), pid_namespaces(7).
   */
  public List<Long> nsPid() {
    return namespaces("NSpid");
  }

  /**
   * {@code NSpgid}: its process group in each of them.
   *
   * <p>Since Linux 4.1; depends on CONFIG_PID_NS; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), pid_namespaces(7).
   */
  public List<Long> nsPgid() {
    return namespaces("NSpgid");
  }

  /**
   * {@code NSsid}: its session in each of them.
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
   * {@code State}: What it does, as a letter: R running or ready, S sleeping, D in a sleep that no
   * signal ends, T stopped by a signal, t by a tracer, Z ended and not yet waited for, X dead, I an
   * idle kernel thread, P parked.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public char state() {
    return (char) printed(STATE);
  }

  /**
   * {@code Tgid}: The number of its process.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long tgid() {
    return printed(TGID);
  }

  /**
   * {@code Ngid}: Its NUMA group; 0 if it has none.
   *
   * <p>Since Linux 3.13; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5).
   */
  public OptionalLong ngid() {
    return amount(NGID);
  }

  /**
   * {@code Pid}: Its own number: that of the thread.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long pid() {
    return printed(PID);
  }

  /**
   * {@code PPid}: The process whose child it is; 0 for the first of its namespace.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long ppid() {
    return printed(PPID);
  }

  /**
   * {@code TracerPid}: The process that traces it; 0 if none does.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long tracerPid() {
    return printed(TRACER_PID);
  }

  /**
   * {@code Uid_real}: Its real user, in the user namespace of the reader.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long uidReal() {
    return printed(UID_REAL);
  }

  /**
   * {@code Uid_effective}: The user that its rights are judged by.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long uidEffective() {
    return printed(UID_EFFECTIVE);
  }

  /**
   * {@code Uid_saved}: Its saved user.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long uidSaved() {
    return printed(UID_SAVED);
  }

  /**
   * {@code Uid_filesystem}: The user that its access to files is judged by.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long uidFilesystem() {
    return printed(UID_FILESYSTEM);
  }

  /**
   * {@code Gid_real}: Its real group, in the user namespace of the reader.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long gidReal() {
    return printed(GID_REAL);
  }

  /**
   * {@code Gid_effective}: The group that its rights are judged by.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long gidEffective() {
    return printed(GID_EFFECTIVE);
  }

  /**
   * {@code Gid_saved}: Its saved group.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long gidSaved() {
    return printed(GID_SAVED);
  }

  /**
   * {@code Gid_filesystem}: The group that its access to files is judged by.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long gidFilesystem() {
    return printed(GID_FILESYSTEM);
  }

  /**
   * {@code FDSize}: Places for file descriptors that it has room for now: not how many are open.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long fdSize() {
    return printed(FDSIZE);
  }

  /**
   * {@code Kthread}: 1 for a thread of the kernel, else 0.
   *
   * <p>Since Linux 6.8; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public OptionalLong kthread() {
    return amount(KTHREAD);
  }

  /**
   * {@code VmPeak}, in bytes: The largest that its address space has been.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmPeak() {
    return amount(VM_PEAK);
  }

  /**
   * {@code VmSize}, in bytes: Its address space: all that is mapped, used or not.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmSize() {
    return amount(VM_SIZE);
  }

  /**
   * {@code VmLck}, in bytes: Memory that it has locked, see mlock(2).
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmLck() {
    return amount(VM_LCK);
  }

  /**
   * {@code VmPin}, in bytes: Pages that cannot be moved as something accesses them directly.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmPin() {
    return amount(VM_PIN);
  }

  /**
   * {@code VmHWM}, in bytes: The largest that its resident set has been; writing 5 to clear_refs
   * begins anew.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmHWM() {
    return amount(VM_HWM);
  }

  /**
   * {@code VmRSS}, in bytes: Its resident set: the sum of RssAnon, RssFile and RssShmem; counted by
   * CPU and so some tens of pages behind, exact in smaps_rollup.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c, Documentation/filesystems/proc.rst.
   */
  public OptionalLong vmRSS() {
    return amount(VM_RSS);
  }

  /**
   * {@code RssAnon}, in bytes: Resident anonymous memory.
   *
   * <p>Since Linux 4.5; depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong rssAnon() {
    return amount(RSS_ANON);
  }

  /**
   * {@code RssFile}, in bytes: Resident pages of files.
   *
   * <p>Since Linux 4.5; depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong rssFile() {
    return amount(RSS_FILE);
  }

  /**
   * {@code RssShmem}, in bytes: Resident shared memory: System V, tmpfs, shared anonymous mappings.
   *
   * <p>Since Linux 4.5; depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong rssShmem() {
    return amount(RSS_SHMEM);
  }

  /**
   * {@code VmData}, in bytes: Address space of its data: private and writable, the stack left out.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmData() {
    return amount(VM_DATA);
  }

  /**
   * {@code VmStk}, in bytes: Address space of its stack.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmStk() {
    return amount(VM_STK);
  }

  /**
   * {@code VmExe}, in bytes: Address space of its own code.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmExe() {
    return amount(VM_EXE);
  }

  /**
   * {@code VmLib}, in bytes: Address space of the code of its libraries.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmLib() {
    return amount(VM_LIB);
  }

  /**
   * {@code VmPTE}, in bytes: Memory of its page tables.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmPTE() {
    return amount(VM_PTE);
  }

  /**
   * {@code VmPMD}, in bytes: Memory of its page tables of the second level.
   *
   * <p>Since Linux 4.0; depends on until 4.14; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmPMD() {
    return amount(VM_PMD);
  }

  /**
   * {@code VmSwap}, in bytes: Its private anonymous memory that is in swap; shared memory in swap
   * is not in it.
   *
   * <p>Depends on CONFIG_MMU; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c.
   */
  public OptionalLong vmSwap() {
    return amount(VM_SWAP);
  }

  /**
   * {@code HugetlbPages}, in bytes: Memory in pages of hugetlb, which is in none of the resident
   * sets.
   *
   * <p>Since Linux 4.4; depends on CONFIG_HUGETLB_PAGE; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/task_mmu.c, mm/hugetlb.c.
   */
  public OptionalLong hugetlbPages() {
    return amount(HUGETLB_PAGES);
  }

  /**
   * {@code CoreDumping}: 1 while its core is dumped, else 0.
   *
   * <p>Since Linux 4.15; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public OptionalLong coreDumping() {
    return amount(CORE_DUMPING);
  }

  /**
   * {@code THP_enabled}: 1 if transparent huge pages are allowed to it (prctl(2),
   * PR_SET_THP_DISABLE), else 0.
   *
   * <p>Since Linux 5.0; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public OptionalLong thpEnabled() {
    return amount(THP_ENABLED);
  }

  /**
   * {@code untag_mask}, in bits: The bits of an address that count, where programs may keep tags in
   * the others (LAM on x86, TBI on arm64).
   *
   * <p>Since Linux 6.4; empty where it is not printed.
   *
   * <p>Source: fs/proc/array.c.
   */
  public OptionalLong untagMask() {
    return amount(UNTAG_MASK);
  }

  /**
   * {@code Threads}: Threads of its process.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long threads() {
    return printed(THREADS);
  }

  /**
   * {@code SigQ}: Signals that are queued for all processes of its user.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long sigQ() {
    return printed(SIG_Q);
  }

  /**
   * {@code SigQ_limit}: How many may be: its limit RLIMIT_SIGPENDING.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long sigQLimit() {
    return printed(SIG_Q_LIMIT);
  }

  /**
   * {@code SigPnd}, in bits: Signals that wait for the thread: bit 0 for signal 1.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long sigPnd() {
    return printed(SIG_PND);
  }

  /**
   * {@code ShdPnd}, in bits: Signals that wait for the process as a whole.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long shdPnd() {
    return printed(SHD_PND);
  }

  /**
   * {@code SigBlk}, in bits: Signals that the thread blocks.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long sigBlk() {
    return printed(SIG_BLK);
  }

  /**
   * {@code SigIgn}, in bits: Signals that the process ignores.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long sigIgn() {
    return printed(SIG_IGN);
  }

  /**
   * {@code SigCgt}, in bits: Signals that the process catches.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long sigCgt() {
    return printed(SIG_CGT);
  }

  /**
   * {@code CapInh}, in bits: Capabilities that it can inherit, see capabilities(7).
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long capInh() {
    return printed(CAP_INH);
  }

  /**
   * {@code CapPrm}, in bits: Capabilities that it is permitted.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long capPrm() {
    return printed(CAP_PRM);
  }

  /**
   * {@code CapEff}, in bits: Capabilities that are in effect.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long capEff() {
    return printed(CAP_EFF);
  }

  /**
   * {@code CapBnd}, in bits: Capabilities that it can gain at most.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public long capBnd() {
    return printed(CAP_BND);
  }

  /**
   * {@code CapAmb}, in bits: Capabilities that programs without any of their own keep when they are
   * begun.
   *
   * <p>Since Linux 4.3; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public OptionalLong capAmb() {
    return amount(CAP_AMB);
  }

  /**
   * {@code NoNewPrivs}: 1 if no program that it begins can gain rights (prctl(2),
   * PR_SET_NO_NEW_PRIVS), else 0.
   *
   * <p>Since Linux 4.10; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public OptionalLong noNewPrivs() {
    return amount(NO_NEW_PRIVS);
  }

  /**
   * {@code Seccomp}: How its system calls are restricted: 0 not at all, 1 strictly, 2 by filters.
   *
   * <p>Depends on CONFIG_SECCOMP; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public OptionalLong seccomp() {
    return amount(SECCOMP);
  }

  /**
   * {@code Seccomp_filters}: How many filters restrict its system calls.
   *
   * <p>Since Linux 5.9; depends on CONFIG_SECCOMP_FILTER; empty where it is not printed.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c.
   */
  public OptionalLong seccompFilters() {
    return amount(SECCOMP_FILTERS);
  }

  /**
   * {@code voluntary_ctxt_switches}: Times that the thread gave up its CPU, mostly to wait for
   * something.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c, getrusage(2).
   */
  public long voluntaryCtxtSwitches() {
    return printed(VOLUNTARY_CTXT_SWITCHES);
  }

  /**
   * {@code nonvoluntary_ctxt_switches}: Times that its CPU was taken from the thread, for another
   * or as its time was used up.
   *
   * <p>Source: proc_pid_status(5), fs/proc/array.c, getrusage(2).
   */
  public long nonvoluntaryCtxtSwitches() {
    return printed(NONVOLUNTARY_CTXT_SWITCHES);
  }
}
