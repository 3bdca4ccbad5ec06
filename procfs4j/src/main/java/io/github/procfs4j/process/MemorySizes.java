package io.github.procfs4j.process;

import java.util.OptionalLong;

/**
 * How much memory a mapping, several of them or a whole process holds, in bytes: the size fields
 * that {@code smaps} and {@code smaps_rollup} have in common. What a kernel does not print is
 * empty.
 *
 * <p>Source of all: proc_pid_smaps(5), Documentation/filesystems/proc.rst, {@code
 * fs/proc/task_mmu.c}.
 */
public interface MemorySizes {
  /**
   * The size under a key of the kernel's, such as {@code Shared_Clean}, in bytes; empty if it is
   * not printed or no size. Keys of newer kernels are found so, too.
   */
  OptionalLong amount(String key);

  /** {@code Size}: the address space, used or not. Not in {@code smaps_rollup}. */
  default OptionalLong size() {
    return amount("Size");
  }

  /** {@code Rss}: what of it is in RAM, shared pages counted in full. Without hugetlb pages. */
  default OptionalLong rss() {
    return amount("Rss");
  }

  /** {@code Pss}: the same, each page divided by the number of processes that map it. */
  default OptionalLong pss() {
    return amount("Pss");
  }

  /** {@code Pss_Dirty}: the share of {@code Pss} in dirty pages. Since Linux 6.0. */
  default OptionalLong pssDirty() {
    return amount("Pss_Dirty");
  }

  /** {@code Shared_Clean}: unmodified pages that are mapped more than once. */
  default OptionalLong sharedClean() {
    return amount("Shared_Clean");
  }

  /** {@code Shared_Dirty}: modified pages that are mapped more than once. */
  default OptionalLong sharedDirty() {
    return amount("Shared_Dirty");
  }

  /** {@code Private_Clean}: unmodified pages that nothing else maps. */
  default OptionalLong privateClean() {
    return amount("Private_Clean");
  }

  /** {@code Private_Dirty}: modified pages that nothing else maps. */
  default OptionalLong privateDirty() {
    return amount("Private_Dirty");
  }

  /**
   * {@code Referenced}: pages marked as accessed since they came in or since the marks were cleared
   * by {@link ClearRefs}. docs/working-set.md tells what it misses and what it counts in full.
   */
  default OptionalLong referenced() {
    return amount("Referenced");
  }

  /** {@code Anonymous}: pages that belong to no file, copies of private file pages included. */
  default OptionalLong anonymous() {
    return amount("Anonymous");
  }

  /** {@code KSM}: pages merged with equal ones, zero pages left out. Since Linux 6.7. */
  default OptionalLong ksm() {
    return amount("KSM");
  }

  /** {@code LazyFree}: pages given back by {@code MADV_FREE} and not taken yet. Since 4.12. */
  default OptionalLong lazyFree() {
    return amount("LazyFree");
  }

  /** {@code AnonHugePages}: anonymous memory in transparent huge pages. */
  default OptionalLong anonHugePages() {
    return amount("AnonHugePages");
  }

  /** {@code ShmemPmdMapped}: shared memory mapped by huge pages. Since Linux 4.8. */
  default OptionalLong shmemPmdMapped() {
    return amount("ShmemPmdMapped");
  }

  /** {@code FilePmdMapped}: page cache mapped by huge pages. Since Linux 5.4. */
  default OptionalLong filePmdMapped() {
    return amount("FilePmdMapped");
  }

  /** {@code Shared_Hugetlb}: hugetlb pages mapped more than once; not in {@code Rss}. Since 4.4. */
  default OptionalLong sharedHugetlb() {
    return amount("Shared_Hugetlb");
  }

  /** {@code Private_Hugetlb}: hugetlb pages of this process alone; not in Rss. Since Linux 4.4. */
  default OptionalLong privateHugetlb() {
    return amount("Private_Hugetlb");
  }

  /** {@code Swap}: anonymous and shared memory that is swapped out. */
  default OptionalLong swap() {
    return amount("Swap");
  }

  /**
   * {@code SwapPss}: the same divided by the number of users, shared memory left out. Since 4.3.
   */
  default OptionalLong swapPss() {
    return amount("SwapPss");
  }

  /** {@code Locked}: the share (as of Pss) of what is locked in RAM by mlock(2). */
  default OptionalLong locked() {
    return amount("Locked");
  }
}
