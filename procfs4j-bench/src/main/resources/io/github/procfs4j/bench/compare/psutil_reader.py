"""The same as reader.h with psutil, by the functions of it that read the file of a subject."""

import sys
import time

import psutil


def stat(processes):
    for process in processes:
        process.cpu_times()


def four(processes):
    for process in processes:
        with process.oneshot():
            process.cpu_times()
            process.memory_info()
            process.num_ctx_switches()
            process.io_counters()


def prepare(subject, processes):
    return {
        "stat": lambda: psutil.cpu_times(percpu=True),
        "meminfo": psutil.virtual_memory,
        "diskstats": lambda: psutil.disk_io_counters(perdisk=True, nowrap=False),
        "process/stat": lambda: stat(processes),
        "process/four": lambda: four(processes),
    }.get(subject)


def main():
    processes = [psutil.Process(int(pid)) for pid in sys.argv[1:]]
    for line in sys.stdin:
        subject, times = line.split()
        read = prepare(subject, processes)
        if read is None:
            print("-", flush=True)
            continue
        cpu, clock = time.process_time_ns(), time.monotonic_ns()
        for _ in range(int(times)):
            read()
        clock = time.monotonic_ns() - clock
        cpu = time.process_time_ns() - cpu
        count = len(processes) if subject.startswith("process/") else 1
        print(cpu, clock, int(times) * count, flush=True)


main()
