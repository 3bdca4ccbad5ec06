// The same as reader.h with the Go module github.com/prometheus/procfs.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"github.com/prometheus/procfs"
	"github.com/prometheus/procfs/blockdevice"
)

const processCPUTime = 2 // CLOCK_PROCESS_CPUTIME_ID

func cpuTime() int64 {
	var now syscall.Timespec
	syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, processCPUTime, uintptr(unsafe.Pointer(&now)), 0)
	return now.Nano()
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func each(processes []procfs.Proc, read func(procfs.Proc) error) func() error {
	return func() error {
		for _, process := range processes {
			if err := read(process); err != nil {
				return err
			}
		}
		return nil
	}
}

// What reads a subject once, or nil.
func prepare(subject string, fs procfs.FS, disks blockdevice.FS, processes []procfs.Proc) func() error {
	switch subject {
	case "stat":
		return func() error { _, err := fs.Stat(); return err }
	case "meminfo":
		return func() error { _, err := fs.Meminfo(); return err }
	case "diskstats":
		return func() error { _, err := disks.ProcDiskstats(); return err }
	case "process/stat":
		return each(processes, func(p procfs.Proc) error { _, err := p.Stat(); return err })
	}
	return nil
}

func main() {
	fs, err := procfs.NewFS("/proc")
	check(err)
	disks, err := blockdevice.NewFS("/proc", "/sys")
	check(err)
	var processes []procfs.Proc
	for _, pid := range os.Args[1:] {
		number, err := strconv.Atoi(pid)
		check(err)
		process, err := fs.Proc(number)
		check(err)
		processes = append(processes, process)
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		asked := strings.Fields(lines.Text())
		times, err := strconv.Atoi(asked[1])
		check(err)
		read := prepare(asked[0], fs, disks, processes)
		if read == nil {
			fmt.Println("-")
			continue
		}
		cpu, clock := cpuTime(), time.Now()
		for i := 0; i < times; i++ {
			check(read())
		}
		passed := time.Since(clock)
		count := 1
		if strings.HasPrefix(asked[0], "process/") {
			count = len(processes)
		}
		fmt.Println(cpuTime()-cpu, passed.Nanoseconds(), times*count)
	}
}
