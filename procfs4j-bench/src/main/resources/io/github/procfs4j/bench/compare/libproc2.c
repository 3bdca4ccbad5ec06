/* What ps, top and vmstat read with: libproc2 of procps-ng. */
#include "reader.h"
#include <libproc2/diskstats.h>
#include <libproc2/meminfo.h>
#include <libproc2/misc.h>
#include <libproc2/pids.h>
#include <libproc2/stat.h>
#include <libproc2/vmstat.h>

#define COUNT(items) ((int)(sizeof(items) / sizeof(items[0])))

static struct stat_info *stat_info;
static struct meminfo_info *meminfo;
static struct vmstat_info *vmstat;
static struct diskstats_info *diskstats;
static struct pids_info *processes;

static int read_stat(void)
{
	static enum stat_item items[] = {
		STAT_TIC_ID, STAT_TIC_USER, STAT_TIC_NICE, STAT_TIC_SYSTEM, STAT_TIC_IDLE,
		STAT_TIC_IOWAIT, STAT_TIC_IRQ, STAT_TIC_SOFTIRQ, STAT_TIC_STOLEN, STAT_TIC_GUEST,
		STAT_TIC_GUEST_NICE, STAT_SYS_CTX_SWITCHES, STAT_SYS_INTERRUPTS,
		STAT_SYS_PROC_CREATED, STAT_SYS_PROC_RUNNING, STAT_SYS_PROC_BLOCKED,
	};

	if (procps_stat_reap(stat_info, STAT_REAP_CPUS_ONLY, items, COUNT(items)) == NULL)
		fail("procps_stat_reap");
	return 1;
}

static int read_meminfo(void)
{
	static enum meminfo_item items[] = {
		MEMINFO_MEM_TOTAL, MEMINFO_MEM_FREE, MEMINFO_MEM_AVAILABLE, MEMINFO_MEM_BUFFERS,
		MEMINFO_MEM_CACHED, MEMINFO_MEM_ACTIVE, MEMINFO_MEM_INACTIVE, MEMINFO_MEM_DIRTY,
		MEMINFO_MEM_WRITEBACK, MEMINFO_MEM_ANON, MEMINFO_MEM_MAPPED, MEMINFO_MEM_SLAB,
		MEMINFO_MEM_COMMITTED_AS, MEMINFO_SWAP_TOTAL, MEMINFO_SWAP_FREE,
	};

	if (procps_meminfo_select(meminfo, items, COUNT(items)) == NULL)
		fail("procps_meminfo_select");
	return 1;
}

static int read_vmstat(void)
{
	static enum vmstat_item items[] = {
		VMSTAT_PGPGIN, VMSTAT_PGPGOUT, VMSTAT_PSWPIN, VMSTAT_PSWPOUT, VMSTAT_PGFAULT,
		VMSTAT_PGMAJFAULT, VMSTAT_PGFREE, VMSTAT_PGSCAN_KSWAPD, VMSTAT_PGSTEAL_KSWAPD,
		VMSTAT_OOM_KILL,
	};

	if (procps_vmstat_select(vmstat, items, COUNT(items)) == NULL)
		fail("procps_vmstat_select");
	return 1;
}

static int read_diskstats(void)
{
	static enum diskstats_item items[] = {
		DISKSTATS_NAME, DISKSTATS_READS, DISKSTATS_READS_MERGED, DISKSTATS_READ_SECTORS,
		DISKSTATS_READ_TIME, DISKSTATS_WRITES, DISKSTATS_WRITES_MERGED,
		DISKSTATS_WRITE_SECTORS, DISKSTATS_WRITE_TIME, DISKSTATS_IO_INPROGRESS,
		DISKSTATS_IO_TIME, DISKSTATS_WEIGHTED_TIME,
	};

	if (procps_diskstats_reap(diskstats, items, COUNT(items)) == NULL)
		fail("procps_diskstats_reap");
	return 1;
}

static int read_uptime(void)
{
	double up, idle;

	if (procps_uptime(&up, &idle) < 0)
		fail("procps_uptime");
	return 1;
}

/* All there are, as ps and top do: of those asked for by number it would read status as well. */
static int read_processes(void)
{
	const struct pids_fetch *read = procps_pids_reap(processes, PIDS_FETCH_TASKS_ONLY);

	if (read == NULL)
		fail("procps_pids_reap");
	return read->counts->total;
}

/* The first items are of stat, those behind them of the other files. */
static reading *prepare_processes(int has_four)
{
	static enum pids_item items[] = {
		PIDS_ID_PID, PIDS_CMD, PIDS_STATE, PIDS_ID_PPID, PIDS_FLT_MIN, PIDS_FLT_MAJ,
		PIDS_TICS_USER, PIDS_TICS_SYSTEM, PIDS_PRIORITY, PIDS_NICE, PIDS_NLWP,
		PIDS_TICS_BEGAN, PIDS_VSIZE_BYTES, PIDS_RSS, PIDS_PROCESSOR,
		PIDS_MEM_RES, PIDS_MEM_SHR, PIDS_VM_RSS_ANON, PIDS_VM_SWAP, PIDS_IO_READ_BYTES,
		PIDS_IO_WRITE_BYTES,
	};
	enum { OF_STAT = 15 };

	if (processes != NULL)
		procps_pids_unref(&processes);
	if (procps_pids_new(&processes, items, has_four ? COUNT(items) : OF_STAT) < 0)
		fail("procps_pids_new");
	return read_processes;
}

static reading *prepare(const char *subject, char **pids, int count)
{
	(void)pids, (void)count;
	if (strcmp(subject, "stat") == 0 && procps_stat_new(&stat_info) == 0)
		return read_stat;
	if (strcmp(subject, "meminfo") == 0 && procps_meminfo_new(&meminfo) == 0)
		return read_meminfo;
	if (strcmp(subject, "vmstat") == 0 && procps_vmstat_new(&vmstat) == 0)
		return read_vmstat;
	if (strcmp(subject, "diskstats") == 0 && procps_diskstats_new(&diskstats) == 0)
		return read_diskstats;
	if (strcmp(subject, "uptime") == 0)
		return read_uptime;
	if (strcmp(subject, "process/stat") == 0)
		return prepare_processes(0);
	if (strcmp(subject, "process/four") == 0)
		return prepare_processes(1);
	return NULL;
}
