package io.github.procfs4j.process;

import java.util.OptionalLong;

/**
 * The memory of a mapping, of several mappings or of a whole process, in bytes: the size fields
 * that {@code smaps} and {@code smaps_rollup} have in common. A size that the kernel does not print
 * is empty.
 *
 * <p>Source of all sizes: proc_pid_smaps(5), Documentation/filesystems/proc.rst, {@code
 * fs/proc/task_mmu.c}.
 */
public interface MemorySizes {
  /**
   * {@return the size for one of the kernel's keys, such as {@code Shared_Clean}, in bytes; empty
   * if it is not printed or not a size} This also finds keys of newer kernels.
   *
   * @param key the kernel's key, without the colon
   */
  OptionalLong amount(String key);

  /**
   * {@return {@code Size}: the size of the address space, used or not} Not in {@code smaps_rollup}.
   */
  default OptionalLong size() {
    return amount("Size");
  }

  /**
   * {@return {@code Rss}: the part that is in RAM, with shared pages counted in full} Without
   * hugetlb pages.
   */
  default OptionalLong rss() {
    return amount("Rss");
  }

  /**
   * {@return {@code Pss}: the proportional part that is in RAM, with each page divided by the
   * number of processes that map it}
   */
  default OptionalLong pss() {
    return amount("Pss");
  }

  /** {@return {@code Pss_Dirty}: the share of {@code Pss} in dirty pages} Since Linux 6.0. */
  default OptionalLong pssDirty() {
    return amount("Pss_Dirty");
  }

  /** {@return {@code Shared_Clean}: unmodified pages that are mapped more than once} */
  default OptionalLong sharedClean() {
    return amount("Shared_Clean");
  }

  /** {@return {@code Shared_Dirty}: modified pages that are mapped more than once} */
  default OptionalLong sharedDirty() {
    return amount("Shared_Dirty");
  }

  /** {@return {@code Private_Clean}: unmodified pages that are mapped only once} */
  default OptionalLong privateClean() {
    return amount("Private_Clean");
  }

  /** {@return {@code Private_Dirty}: modified pages that are mapped only once} */
  default OptionalLong privateDirty() {
    return amount("Private_Dirty");
  }

  /**
   * {@return {@code Referenced}: pages marked as accessed since they came in or since the marks
   * were cleared by {@link ClearRefs}} docs/working-set.md explains what it misses and what it
   * counts in full.
   */
  default OptionalLong referenced() {
    return amount("Referenced");
  }

  /**
   * {@return {@code Anonymous}: pages that belong to no file, including copies of private file
   * pages}
   */
  default OptionalLong anonymous() {
    return amount("Anonymous");
  }

  /** {@return {@code KSM}: pages merged with equal ones, without zero pages} Since Linux 6.7. */
  default OptionalLong ksm() {
    return amount("KSM");
  }

  /**
   * {@return {@code LazyFree}: pages released by {@code MADV_FREE} and not reclaimed yet} Since
   * 4.12.
   */
  default OptionalLong lazyFree() {
    return amount("LazyFree");
  }

  /** {@return {@code AnonHugePages}: anonymous memory in transparent huge pages} */
  default OptionalLong anonHugePages() {
    return amount("AnonHugePages");
  }

  /** {@return {@code ShmemPmdMapped}: shared memory mapped by huge pages} Since Linux 4.8. */
  default OptionalLong shmemPmdMapped() {
    return amount("ShmemPmdMapped");
  }

  /** {@return {@code FilePmdMapped}: the page cache mapped by huge pages} Since Linux 5.4. */
  default OptionalLong filePmdMapped() {
    return amount("FilePmdMapped");
  }

  /**
   * {@return {@code Shared_Hugetlb}: hugetlb pages mapped more than once; not in {@code Rss}} Since
   * 4.4.
   */
  default OptionalLong sharedHugetlb() {
    return amount("Shared_Hugetlb");
  }

  /**
   * {@return {@code Private_Hugetlb}: hugetlb pages mapped only once; not in {@code Rss}} Since
   * Linux 4.4.
   */
  default OptionalLong privateHugetlb() {
    return amount("Private_Hugetlb");
  }

  /** {@return {@code Swap}: anonymous and shared memory that is swapped out} */
  default OptionalLong swap() {
    return amount("Swap");
  }

  /**
   * {@return {@code SwapPss}: {@code Swap} divided by the number of users, without shared memory}
   * Since 4.3.
   */
  default OptionalLong swapPss() {
    return amount("SwapPss");
  }

  /**
   * {@return {@code Locked}: the proportional share, as in {@code Pss}, of the memory locked in RAM
   * by mlock(2)}
   */
  default OptionalLong locked() {
    return amount("Locked");
  }
}
